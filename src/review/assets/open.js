// @ts-check
/** The one editor that is open, and how it keeps in step with the server. */
import { letGo } from './keep.js';

/**
 * @typedef {object} Editor
 * @property {'block' | 'letter'} kind
 * @property {HTMLElement} article
 * @property {HTMLElement} box
 * @property {HTMLTextAreaElement} area
 * @property {string} rev of what the server had when these words began
 * @property {number} index
 * @property {string} sent what the server has acknowledged
 * @property {() => void} preview
 * @property {boolean} stopped nothing is sent by itself: a conflict or a refusal waits for the editor
 */

/** @type {Editor | undefined} */
let open;

export function openEditor() {
  return open;
}
/** @param {Editor} editor */
export function setOpen(editor) {
  open = editor;
}
/** @param {Element} element */
export function editorIn(element) {
  return open !== undefined && element.contains(open.box);
}
/** Whether words are in hand that the server has not acknowledged. */
export function isUnsaved() {
  return open !== undefined && open.area.value !== open.sent;
}

/** Closes without sending. @param {Editor} editor */
export function close(editor) {
  if (open === editor) open = undefined;
  editor.box.remove();
  editor.article.classList.remove('editing');
  if (editor.area.value === editor.sent) letGo(editor.article.id);
}

/** Takes over what the server has of the block now, while its editor is open. @param {HTMLElement} fresh */
export function follow(fresh) {
  if (!open) return;
  const { rev = '', index, markdown = '' } = fresh.dataset;
  if (index !== undefined) {
    open.index = Number(index);
    open.article.dataset.index = index;
    open.article.setAttribute('aria-label', fresh.getAttribute('aria-label') ?? '');
  }
  const ours = markdown.trimEnd() === open.sent.trimEnd();
  if (!ours) {
    // changed elsewhere: words in hand meet it as a conflict when they are sent
    if (isUnsaved()) return;
    // these very words became several blocks
    if (rev === open.rev) return close(open);
    const { selectionStart, selectionEnd } = open.area;
    open.area.value = open.sent = markdown;
    open.area.setSelectionRange(selectionStart, selectionEnd);
    open.preview();
    grow(open.area);
  }
  open.rev = rev;
  open.article.dataset.rev = rev;
  open.article.dataset.markdown = markdown;
}

/** @param {string} words */
export function setHint(words) {
  const hint = open?.box.querySelector('[data-hint]');
  if (hint) hint.textContent = words;
}

/** A field as high as its words. @param {HTMLTextAreaElement} area */
export function grow(area) {
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight + 2}px`;
}
