// @ts-check
/** Dialogs: what is asked before something is done, and how the answers become a change. */
import { ask } from './ask.js';
import { articles, choose, current, refOf } from './blocks.js';
import { get } from './net.js';
import { search } from './panel.js';
import { put } from './parts.js';
import { say } from './say.js';

/** The block that the open dialog is about, by its id. */
let about = '';

/** @param {string} id @param {HTMLElement | undefined} [article] */
export function openDialog(id, article = current()) {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById(id));
  if (!dialog || dialog.open) return undefined;
  about = article?.id ?? '';
  const name = dialog.querySelector('.dialog-name');
  if (['rewrite', 'mute', 'not-same'].includes(id)) {
    const words = name?.getAttribute('data-name') ?? '';
    if (name) name.textContent = article?.dataset.name ? `${words}: ${article.dataset.name}` : words;
  }
  tell(dialog, '');
  dialog.showModal();
  return dialog;
}

/** @param {HTMLDialogElement} dialog @param {string} words */
function tell(dialog, words) {
  const place = dialog.querySelector('.dialog-said');
  if (place) place.textContent = words;
}

/** Choices that one block alone knows: its pages, sites and sources. @param {string} id @param {{ value: string, label: string, hint: string }[]} choices */
export function offer(id, choices) {
  const place = document.getElementById(id);
  place?.replaceChildren(
    ...choices.map(({ value, label, hint }, i) => {
      const row = document.createElement('label');
      row.className = 'way';
      const radio = document.createElement('input');
      Object.assign(radio, { type: 'radio', name: 'choice', value, checked: i === 0 });
      const words = document.createElement('span');
      const strong = document.createElement('b');
      strong.textContent = label;
      const small = document.createElement('span');
      small.className = 'hint';
      small.textContent = hint;
      words.append(strong, small);
      row.append(radio, words);
      return row;
    }),
  );
}

const block = () => refOf(document.getElementById(about) ?? undefined);

/** What each form sends. @type {Record<string, (given: Record<string, string>) => Record<string, unknown>>} */
const SENDS = {
  'rewrite-block': ({ remark }) => ({ block: block(), remark }),
  mute: ({ choice = '{}', also }) => ({ ...JSON.parse(choice), ...(also && block() ? { block: block() } : {}) }),
  'not-same': ({ choice }) => ({ block: block(), url: choice }),
  vouch: ({ quote, by, url, heard, at }) => ({ quote, by, url, heard, ...(at ? { at } : {}) }),
  'add-block': ({ markdown }) => ({ markdown, ...(block() ? { at: (block()?.index ?? 0) + 1 } : {}) }),
  'add-find': ({ url, note }) => ({ url, ...(note ? { note } : {}) }),
  approve: ({ by, letterAsIs, offline }) => ({ by, letterAsIs: Boolean(letterAsIs), offline: Boolean(offline) }),
  'test-send': ({ to, offline }) => ({ to, offline: Boolean(offline) }),
  publish: ({ to, what, at, confirm, offline }) => ({
    to,
    what,
    offline: Boolean(offline),
    ...(what === 'schedule' && at ? { at: new Date(at).toISOString() } : {}),
    ...(what === 'send' ? { confirm } : {}),
  }),
};

/** @param {SubmitEvent} event */
async function submit(event) {
  const form = event.target instanceof HTMLFormElement ? event.target : null;
  const verb = form?.dataset.do;
  if (!form || !verb) return;
  event.preventDefault();
  const given = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
  if (verb === 'search') return search(given.q ?? '');
  const dialog = form.closest('dialog');
  const button = /** @type {HTMLButtonElement | null} */ (form.querySelector('[type="submit"], button:not([type])'));
  if (button) button.disabled = true;
  form.setAttribute('aria-busy', 'true');
  try {
    const { changed } = await ask(verb, () => SENDS[verb]?.(given) ?? given);
    if (changed.ok) {
      dialog?.close();
      form.reset();
      say([changed.did.charAt(0).toUpperCase() + changed.did.slice(1), changed.note].filter(Boolean).join('. '));
      if (verb === 'add-block' && changed.block) choose(articles()[changed.block.index]);
      return;
    }
    const words = 'refused' in changed ? changed.refused : changed.conflict.detail;
    if (dialog) tell(dialog, words);
    else say(words, { bad: true });
  } catch (error) {
    const words = `Not done. ${/** @type {Error} */ (error).message}`;
    if (dialog) tell(dialog, words);
    else say(words, { bad: true });
  } finally {
    form.removeAttribute('aria-busy');
    if (button) button.disabled = false;
  }
}

/** What publishing to a platform will do. */
export async function showPlan() {
  const to = /** @type {HTMLSelectElement | null} */ (document.getElementById('publish-to'))?.value ?? '';
  try {
    put('publish', await get(`/part/publish?to=${encodeURIComponent(to)}`));
    document.querySelector('#publishing [type="submit"]')?.removeAttribute('disabled');
  } catch (error) {
    const dialog = document.getElementById('publishing');
    if (dialog instanceof HTMLDialogElement) tell(dialog, /** @type {Error} */ (error).message);
  }
}

export function startForms() {
  document.addEventListener('submit', (event) => void submit(event));
  document.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLSelectElement && target.id === 'publish-to') void showPlan();
  });
  let timer = 0;
  document.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.id !== 'bench-q') return;
    clearTimeout(timer);
    timer = setTimeout(() => void search(target.value), 200);
  });
  // a dialog ends where its ground is pressed
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof HTMLDialogElement && target.id !== 'conflict') target.close();
  });
}

/** The pages of a block's story and its other links, for the dialogs that ask for one. @param {HTMLElement | undefined} article @returns {{ url: string, title: string, source?: string }[]} */
export function pagesOf(article) {
  try {
    return JSON.parse(article?.dataset.pages ?? '[]');
  } catch {
    return [];
  }
}
