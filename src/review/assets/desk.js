// @ts-check
/** The desk's page: wires what the other modules do to its buttons, keys and events. */
import { act } from './acts.js';
import { deed } from './ask.js';
import { articles, startBlocks } from './blocks.js';
import { resolve } from './conflict.js';
import { startDrag } from './drag.js';
import { edit, saveNow } from './editor.js';
import { startEmail } from './email.js';
import { startEvents } from './events.js';
import { startForms } from './forms.js';
import { keptWords, letGo } from './keep.js';
import { startKeys } from './keys.js';
import { startLines } from './lines.js';
import { post } from './net.js';
import { startPanel } from './panel.js';
import { say } from './say.js';
import { startSource } from './source.js';
import { showTally } from './tally.js';

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  for (const menu of document.querySelectorAll('.more[open]'))
    if (!menu.contains(target) || target?.closest('.menu')) menu.removeAttribute('open');
  const link = target?.closest('a[data-source]');
  if (link instanceof HTMLAnchorElement) return void opened(link.dataset.source || link.href);
  const button = target?.closest('[data-do]');
  if (button instanceof HTMLElement && button.tagName !== 'FORM') void act(button.dataset.do ?? '', button);
});
// a link that opens in the background was opened too
document.addEventListener('auxclick', ({ target, button }) => {
  const link = target instanceof Element ? target.closest('a[data-source]') : null;
  if (button === 1 && link instanceof HTMLAnchorElement) void opened(link.dataset.source || link.href);
});
document.addEventListener('dblclick', ({ target }) => {
  const words = target instanceof Element ? target.closest('.block .words') : null;
  if (words && !words.closest('.editor')) void act('edit', /** @type {HTMLElement} */ (words));
});

/** @param {string} url */
async function opened(url) {
  try {
    // an answer that nobody reads would keep its connection, of which a browser has six
    await (await post('/do/opened', { url })).text();
    document.dispatchEvent(new CustomEvent('opened'));
  } catch {
    // which links were opened is a convenience
  }
}

/** Words that an earlier page could not send. */
async function takeUp() {
  for (const kept of keptWords()) {
    const article =
      kept.kind === 'letter'
        ? document.getElementById('letter')
        : (articles().find(({ dataset }) => dataset.rev === kept.rev) ?? document.getElementById(kept.id));
    if (article?.dataset.markdown?.trimEnd() === kept.text.trimEnd()) {
      letGo(kept.id);
      continue;
    }
    if (article) {
      // what they began from: where it changed meanwhile, both versions are shown
      await edit(article, { words: kept.text, from: kept.rev });
      await saveNow();
      say('Words that were not saved last time were taken up again.');
      continue;
    }
    resolve(
      { yours: kept.text, detail: 'These words were not saved last time, and their block is not there any more.' },
      {
        mine: () => deed('add-block', { markdown: kept.text }).then((done) => done && letGo(kept.id)),
        theirs: () => letGo(kept.id),
      },
    );
  }
}

startBlocks();
startLines();
startDrag();
startKeys();
startForms();
startSource();
startEmail();
startPanel();
startEvents();
showTally();
void takeUp();
