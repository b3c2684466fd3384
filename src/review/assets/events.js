// @ts-check
/** What the server tells without being asked: changes on disk, other desks, and what takes its time. */
import { isAsking, isOwn } from './ask.js';
import { found, get, lost } from './net.js';
import { openTab, renew } from './panel.js';
import { put } from './parts.js';
import { say } from './say.js';

/** Whether the stream was lost: what comes after it may have been missed. */
let missed = false;

/** @param {{ rev?: string, files?: string[] }} told */
async function changed({ rev, files = [] }) {
  // our own answer comes first and brings the parts along
  for (let i = 0; i < 50 && isAsking(); i++) await new Promise((done) => setTimeout(done, 40));
  const here = document.getElementById('part-blocks')?.dataset.rev;
  if (rev === undefined) return say('issue.md can’t be found any more.', { bad: true });
  const foreign = rev !== here && !isOwn(rev);
  if (!foreign && !missed && files.length === 0) return;
  missed = false;
  try {
    const [head, blocks] = await Promise.all([get('/part/head'), get('/part/blocks')]);
    put('head', head);
    put('blocks', blocks);
    if (files.length > 0) await renew(openTab(), openTab() !== 'email');
    if (foreign && here) say('Changed on disk; shown as it is now.');
  } catch {
    missed = true;
  }
}

/** @param {{ count: number, others: string[] }} told */
function desks({ count, others }) {
  const place = document.getElementById('desks');
  const more = count - 1 + others.length;
  if (!place) return;
  place.hidden = more < 1;
  place.textContent =
    more < 1
      ? ''
      : `${more === 1 ? 'Another desk is' : `${more} other desks are`} open on this issue${others.length ? ` (${others.join(', ')})` : ''}. Both may be used: nothing is overwritten unseen.`;
}

/** @type {Record<string, string>} */
const DOING = {
  'rewrite-block': 'The model writes the block again…',
  'pull-in': 'The story is being told…',
  approve: 'Every link is opened and every quote proven…',
  publish: 'Publishing…',
  'test-send': 'Sending the test…',
  'refresh-week': 'The week is sorted again…',
  'add-find': 'The page is read…',
};

/** @param {{ verb?: string, other?: string }} told */
function busy({ verb, other }) {
  const place = document.getElementById('busy');
  if (!place) return;
  const words = verb
    ? (DOING[verb] ?? `${verb}…`)
    : other
      ? `“pullquote ${other}” is at work in this workspace; changes wait for it.`
      : '';
  place.hidden = words === '';
  place.textContent = words;
}

export function startEvents() {
  const stream = new EventSource('./events');
  const hear = (/** @type {string} */ name, /** @type {(told: any) => unknown} */ work) =>
    stream.addEventListener(name, (event) => void work(JSON.parse(/** @type {MessageEvent} */ (event).data)));
  hear('changed', changed);
  hear('desks', desks);
  hear('busy', busy);
  stream.addEventListener('open', found);
  stream.addEventListener('error', () => {
    // a stream that the server ended for good (too many pages) is no lost desk
    if (stream.readyState === EventSource.CLOSED) return retryLater();
    missed = true;
    lost('The desk can’t be reached.');
  });
}

/** A refused stream is asked for again, now and then. */
function retryLater() {
  missed = true;
  setTimeout(startEvents, 10_000);
}
