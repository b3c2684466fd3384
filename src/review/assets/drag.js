// @ts-check
/** Reordering with the pointer: a line shows where the block will drop, and the page goes along at its edges. */
import { articles, move } from './blocks.js';

/** Pixels before a press is a drag, and from an edge at which the page goes along. */
const SLACK = 5;
const EDGE = 90;

/** @typedef {{ article: HTMLElement, line: HTMLElement, y: number, from: number, to: number, moving: boolean }} Drag */
/** @type {Drag | undefined} */
let drag;

/** @param {PointerEvent} event */
function begin(event) {
  const grip = event.target instanceof Element ? event.target.closest('.grip') : null;
  const article = grip?.closest('.block');
  if (!(article instanceof HTMLElement) || event.button !== 0) return;
  event.preventDefault();
  /** @type {HTMLElement} */ (grip).setPointerCapture(event.pointerId);
  const line = document.createElement('div');
  line.className = 'drop-line';
  const from = articles().indexOf(article);
  drag = { article, line, y: event.clientY, from, to: from, moving: false };
}

/** @param {PointerEvent} event */
function follow(event) {
  if (!drag) return;
  if (!drag.moving && Math.abs(event.clientY - drag.y) < SLACK) return;
  if (!drag.moving) {
    drag.moving = true;
    drag.article.classList.add('dragging');
    document.getElementById('list')?.append(drag.line);
    requestAnimationFrame(scrollAlong);
  }
  drag.y = event.clientY;
  showLine();
}

function showLine() {
  const list = document.getElementById('list');
  if (!drag || !list) return;
  const all = articles();
  const { y } = drag;
  const before = all.findIndex((each) => {
    const { top, height } = each.getBoundingClientRect();
    return y < top + height / 2;
  });
  const gap = before < 0 ? all.length : before;
  drag.to = gap > drag.from ? gap - 1 : gap;
  const beside = /** @type {HTMLElement} */ (all[Math.min(gap, all.length - 1)]);
  const at = gap < all.length ? beside.getBoundingClientRect().top - 7 : beside.getBoundingClientRect().bottom + 7;
  drag.line.style.top = `${at - list.getBoundingClientRect().top}px`;
}

function scrollAlong() {
  if (!drag?.moving) return;
  const below = window.innerHeight - drag.y;
  const by = drag.y < EDGE ? (drag.y - EDGE) / 6 : below < EDGE ? (EDGE - below) / 6 : 0;
  if (by !== 0) {
    window.scrollBy(0, by);
    showLine();
  }
  requestAnimationFrame(scrollAlong);
}

/** @param {boolean} drop */
function end(drop) {
  if (!drag) return;
  const { article, line, from, to, moving } = drag;
  drag = undefined;
  line.remove();
  article.classList.remove('dragging');
  if (drop && moving && to !== from) void move(article, { to });
}

export function startDrag() {
  document.addEventListener('pointerdown', begin);
  document.addEventListener('pointermove', follow);
  document.addEventListener('pointerup', () => end(true));
  document.addEventListener('pointercancel', () => end(false));
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') end(false);
  });
}
