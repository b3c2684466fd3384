// @ts-check
/** Puts new parts in the place of old ones so that focus, selection, scroll and an open editor stay. */
import { editorIn, follow, openEditor } from './open.js';

/** A classic script, loaded before the modules. @type {{ morph: import('idiomorph').Morph }} */
const morpher = /** @type {any} */ (window).Idiomorph;
let lastBlocks = '';
/** Lines with words that the server does not have yet. @type {Set<Element>} */
let typed = new Set();

/** Puts a part's markup, which the server has escaped, in its place. @param {string} name @param {string} markup */
export function put(name, markup) {
  const old = document.getElementById(`part-${name}`);
  const fresh = new DOMParser().parseFromString(markup, 'text/html').body.firstElementChild;
  if (!old || !fresh) return;
  if (name === 'blocks') {
    lastBlocks = markup;
    nameAlike(fresh);
  }
  const lines = /** @type {NodeListOf<HTMLInputElement>} */ (old.querySelectorAll('input[data-line]'));
  typed = new Set([...lines].filter(({ value, dataset }) => value !== dataset.was));
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  morpher.morph(old, fresh, {
    morphStyle: 'outerHTML',
    callbacks: { beforeNodeMorphed: mayMorph, beforeNodeRemoved: mayGo, beforeAttributeUpdated: mayUpdate },
  });
  if (document.activeElement === document.body && focused?.isConnected) focused.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent('put', { detail: name }));
}

/** Once more what the blocks were last: after an editor was closed, which kept its block from being renewed. */
export function putAgain() {
  if (lastBlocks) put('blocks', lastBlocks);
}

/** The block that is being edited keeps its id, wherever it stands now. @param {Element} fresh */
function nameAlike(fresh) {
  const editor = openEditor();
  if (editor?.kind !== 'block') return;
  const now = [...fresh.querySelectorAll('.block[data-rev]')].find(
    (each) => each.getAttribute('data-rev') === editor.rev,
  );
  if (!now || now.id === editor.article.id) return;
  const other = fresh.querySelector(`#${CSS.escape(editor.article.id)}`);
  if (other) other.id = now.id;
  now.id = editor.article.id;
}

/** @param {Node} old @param {Node} fresh */
function mayMorph(old, fresh) {
  if (!(old instanceof HTMLElement) || !(fresh instanceof HTMLElement)) return true;
  if (old.hasAttribute('data-live')) return false;
  if (!editorIn(old) || !old.classList.contains('block')) return true;
  follow(fresh);
  // its words became several blocks: they are shown
  return !editorIn(old);
}

/** @param {Node} node */
function mayGo(node) {
  return !(node instanceof HTMLElement && node.classList.contains('block') && editorIn(node));
}

/** What a reader opened stays open; which block is chosen is the page's own. @param {string} name @param {Element} element */
function mayUpdate(name, element) {
  if (name === 'open') return false;
  if (name === 'hidden') return !element.matches('.flag, .part');
  if (element instanceof HTMLInputElement) {
    // what was filled into a form is the page's own
    if (element.dataset.line === undefined) return !(name === 'value' || name === 'checked');
    // words that are on their way, and what they began from: a change elsewhere meets them as a conflict
    if (typed.has(element)) return !(name === 'value' || name === 'data-was');
  }
  return name !== 'aria-current';
}
