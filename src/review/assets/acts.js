// @ts-check
/** What each button and key does, by the name in `data-do`. */
import { deed } from './ask.js';
import { articles, blockAbout, choose, current, move, refOf, remove } from './blocks.js';
import { choose as chooseWords } from './conflict.js';
import { edit, leave } from './editor.js';
import { isDark, setEmail, toggleEmail } from './email.js';
import { offer, openDialog, pagesOf, showPlan } from './forms.js';
import { takeSubject } from './lines.js';
import { closeDrawer, openDrawer, renew, showPanel, showTab } from './panel.js';
import { say } from './say.js';

/**
 * @typedef {Record<string, any>} Args
 * @typedef {{ args: Args, article: HTMLElement | undefined, button?: HTMLElement }} Given
 */

/** @type {Record<string, (given: Given) => unknown>} */
export const ACTS = {
  edit: ({ article, args }) => {
    toBlock(article);
    return article && edit(article, { at: args.at });
  },
  'edit-done': async () => {
    if (await leave()) choose(current());
  },
  'move-up': ({ article }) => move(article, { by: -1 }),
  'move-down': ({ article }) => move(article, { by: 1 }),
  grip: ({ article }) => choose(article),
  'delete-block': ({ article }) => remove(article),
  'restore-block': ({ args }) => deed('restore-block', args),
  undo: () => deed('undo', {}),
  redo: () => deed('redo', {}),
  go: ({ article }) => toBlock(article),
  'to-subject': () => {
    showPanel(false);
    document.getElementById('subject')?.focus();
  },
  'take-subject': ({ args }) => takeSubject(args.text),
  'swap-open': ({ article, args }) => openCandidates(article, args),
  'swap-quote': async ({ article, args }) => {
    if (await deed('swap-quote', () => ({ block: refOf(article), quote: args.quote, candidate: args.candidate })))
      closeDrawer();
  },
  'quote-passage': async ({ article, args, button }) => {
    const url = /** @type {HTMLElement | null | undefined} */ (button?.closest('[data-url]'))?.dataset.url;
    if (await deed('quote-passage', () => ({ block: refOf(article), url, start: args.start, end: args.end })))
      closeDrawer();
  },
  'source-open': ({ article, args }) => {
    const url = args.url ?? pagesOf(article)[0]?.url;
    if (!url) return say('No page stands behind these words.');
    return openDrawer('source', { url, index: refOf(article)?.index, rev: refOf(article)?.rev });
  },
  'drawer-close': () => closeDrawer(),
  'panel-close': () => {
    if (!closeDrawer()) toBlock(current());
  },
  'evidence-open': ({ article }) => {
    choose(article, { focus: false });
    showTab('evidence');
  },
  tab: ({ args, button }) => showTab(args.tab ?? button?.dataset.tab ?? 'email'),
  'rewrite-open': ({ article }) =>
    article?.dataset.story
      ? openDialog('rewrite', article)
      : say('This block is yours: no story stands behind it to write from.'),
  'rewrite-block': ({ article, args }) => deed('rewrite-block', () => ({ block: refOf(article), remark: args.remark })),
  remark: ({ args }) => {
    const field = /** @type {HTMLTextAreaElement} */ (document.getElementById('remark'));
    field.value = [field.value.trim(), args.words].filter(Boolean).join(' ');
    field.focus();
  },
  replace: ({ article, args }) => replaceWords(article, args.from, args.to),
  'vouch-open': ({ article, args }) => {
    if (!openDialog('vouch', article)) return;
    for (const name of ['quote', 'url']) {
      const field = /** @type {HTMLInputElement} */ (document.getElementById(`vouch-${name}`));
      field.value = args[name] ?? '';
    }
    document.getElementById('vouch-by')?.focus();
  },
  'mute-open': ({ article }) => openMute(article),
  pin: ({ args, article }) => {
    const { url, off } = args.url ? args : { url: pagesOf(article)[0]?.url, off: article?.hasAttribute('data-pinned') };
    return url ? deed('pin', { url, ...(off ? { off: true } : {}) }) : say('No page stands behind this block to pin.');
  },
  'not-same-open': ({ article }) => {
    const pages = article?.dataset.story ? pagesOf(article) : [];
    if (pages.length < 2) return say('One page alone tells this story.');
    offer(
      'not-same-choices',
      pages.slice(1).map(({ url, title, source }) => ({ value: url, label: title || url, hint: source ?? url })),
    );
    return openDialog('not-same', article);
  },
  'pull-in': ({ args }) => deed('pull-in', args),
  'refresh-week': () => deed('refresh-week', {}).then(() => Promise.all([renew('bench', true), renew('week', true)])),
  'add-open': ({ article }) => openDialog('add', article),
  'approve-open': () => openWayOut(),
  'publish-open': () => openWayOut(),
  'test-open': () => openDialog('test'),
  'dialog-close': ({ button }) => button?.closest('dialog')?.close(),
  help: () => openDialog('help'),
  'conflict-mine': () => chooseWords('mine'),
  'conflict-theirs': () => chooseWords('theirs'),
  'conflict-both': () => chooseWords('both'),
  'email-width': ({ button }) => setEmail('width', button?.dataset.value ?? 'phone'),
  'email-scheme': ({ button }) => setEmail('scheme', button?.dataset.value ?? 'light'),
  'email-images': () => toggleEmail('images'),
  'email-text': () => toggleEmail('text'),
  theme: () => {
    const theme = isDark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem('pullquote/theme', theme);
    } catch {
      // chosen for this page alone
    }
  },
};

/** The blocks in front of the panel, and this one chosen. @param {HTMLElement | undefined} article */
function toBlock(article) {
  showPanel(false);
  choose(article);
}

/** @param {HTMLElement | undefined} article @param {Args} args */
function openCandidates(article, { quote, words }) {
  const ref = refOf(article);
  const quotes = JSON.parse(article?.dataset.quotes ?? '[]');
  if (!ref || quotes.length === 0) return say('There is no quote in this block. Read its source and mark one.');
  const found =
    words === undefined ? -1 : quotes.findIndex((/** @type {string} */ each) => each.startsWith(words.slice(0, 60)));
  return openDrawer('candidates', { ...ref, quote: quote ?? Math.max(0, found) });
}

/** @param {HTMLElement | undefined} article @param {string} from @param {string} to */
function replaceWords(article, from, to) {
  const markdown = article?.dataset.markdown ?? '';
  if (!article || !markdown.includes(from)) return say('These words are not there any more.', { bad: true });
  const words = markdown.replace(from, () => to);
  if (article.hasAttribute('data-letter'))
    return deed('edit-letter', () => ({ rev: article.dataset.rev, markdown: words }));
  return deed('edit-block', () => ({ block: refOf(article), markdown: words }));
}

/** @param {HTMLElement | undefined} article */
function openMute(article) {
  const pages = pagesOf(article);
  if (pages.length === 0) return say('No page stands behind this block.');
  const first = /** @type {{ url: string, title: string, source?: string }} */ (pages[0]);
  const host = URL.canParse(first.url) ? new URL(first.url).hostname.replace(/^www\./, '') : '';
  offer('mute-choices', [
    ...(first.source
      ? [
          {
            value: JSON.stringify({ source: first.source }),
            label: first.source,
            hint: 'the source: nothing of it comes any more',
          },
        ]
      : []),
    ...(host ? [{ value: JSON.stringify({ domain: host }), label: host, hint: 'the site, whoever links to it' }] : []),
    { value: JSON.stringify({ url: first.url }), label: 'This page alone', hint: first.url },
  ]);
  return openDialog('mute', article);
}

/** Approve, or publish what is approved. */
function openWayOut() {
  const draft = document.getElementById('part-blocks')?.dataset.status === 'draft';
  if (!draft) {
    void showPlan();
    return openDialog('publishing');
  }
  const { errors = '?', warnings = '?' } = document.getElementById('part-checks')?.dataset ?? {};
  const tally = document.getElementById('approve-tally');
  if (tally)
    tally.textContent = `${articles().length} blocks, ${errors === '?' ? 'not checked yet' : `${errors} errors, ${warnings} warnings`}.${Number(errors) > 0 ? ' It is refused while there are errors.' : ''}`;
  const machine = document.querySelector('#letter .tag-warn') !== null;
  /** @type {HTMLElement} */ (document.getElementById('letter-as-is')).hidden = !machine;
  return openDialog('approve');
}

/** @param {string} name @param {HTMLElement} [button] */
export function act(name, button) {
  const args = button?.dataset.args ? JSON.parse(button.dataset.args) : {};
  return ACTS[name]?.({ args, article: button ? blockAbout(button) : current(), ...(button ? { button } : {}) });
}
