// @ts-check
/** A passage that is selected in a source becomes a quote: its offsets in the captured words. */
import { say } from './say.js';

/** @returns {{ start: number, end: number, words: string } | undefined} */
export function passage() {
  const place = document.querySelector('[data-text]');
  const selection = document.getSelection();
  if (!place || !selection || selection.rangeCount === 0 || selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0);
  if (!place.contains(range.commonAncestorContainer)) return undefined;
  const before = document.createRange();
  before.setStart(place, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  const words = range.toString();
  return words.trim() ? { start, end: start + words.length, words } : undefined;
}

export function startSource() {
  /** @type {{ start: number, end: number, words: string } | undefined} */
  let last;
  document.addEventListener('selectionchange', () => {
    const button = /** @type {HTMLButtonElement | null} */ (document.querySelector('[data-do="quote-passage"]'));
    if (!button) return;
    const now = passage();
    // pressing the button may end the selection
    if (!now && document.activeElement === button) return;
    last = now;
    button.disabled = !last;
    const hint = button.nextElementSibling;
    if (hint && last) hint.textContent = `${last.words.trim().split(/\s+/).length} words marked`;
    button.dataset.args = JSON.stringify(last ? { start: last.start, end: last.end } : {});
  });
  document.addEventListener('keydown', (event) => {
    const place = /** @type {HTMLElement | null} */ (
      event.target instanceof Element ? event.target.closest('[data-text]') : null
    );
    if (place) selectByKeys(event, place);
  });
}

/** Without a pointer: ] marks the next sentence, [ the one before, } adds the next to what is marked. @param {KeyboardEvent} event @param {HTMLElement} place */
function selectByKeys({ key }, place) {
  if (!'[]}'.includes(key)) return;
  const spans = sentences(place.textContent ?? '');
  const now = passage();
  const at = now ? spans.findIndex(({ end }) => end >= now.end) : -1;
  const to = spans[key === '[' ? Math.max(0, at - 1) : Math.min(spans.length - 1, at + 1)];
  if (!to) return;
  const range = document.createRange();
  set(place, key === '}' && now ? now.start : to.start, (node, offset) => range.setStart(node, offset));
  set(place, to.end, (node, offset) => range.setEnd(node, offset));
  const selection = document.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
  const box = range.getBoundingClientRect();
  const body = place.closest('.drawer-body');
  if (body) body.scrollTop += box.top - body.getBoundingClientRect().top - body.clientHeight / 3;
  say(range.toString().trim());
}

/** @param {string} text */
function sentences(text) {
  const parts = [...new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(text)];
  return parts.flatMap(({ segment, index }) => {
    const words = segment.trim();
    const start = index + segment.indexOf(words);
    return words ? [{ start, end: start + words.length }] : [];
  });
}

/** @param {HTMLElement} place @param {number} offset @param {(node: Node, offset: number) => void} to */
function set(place, offset, to) {
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  for (let left = offset, node = walker.nextNode(); node; node = walker.nextNode()) {
    const { length } = /** @type {Text} */ (node);
    if (left <= length) return to(node, left);
    left -= length;
  }
}
