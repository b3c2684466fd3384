// @ts-check
/** The whole desk by its keys. They are silent while words are typed or a dialog is open. */
import { act } from './acts.js';
import { current, step } from './blocks.js';
import { openEditor } from './open.js';
import { closeDrawer, showPanel, showTab, TABS } from './panel.js';

/** @type {Record<string, string>} */
const KEYS = {
  e: 'edit',
  x: 'delete-block',
  u: 'undo',
  U: 'redo',
  q: 'swap-open',
  s: 'source-open',
  r: 'rewrite-open',
  m: 'mute-open',
  p: 'pin',
  n: 'not-same-open',
  a: 'approve-open',
  '?': 'help',
  J: 'move-down',
  K: 'move-up',
};

/** @param {KeyboardEvent} event */
function pressed(event) {
  const { key, altKey, ctrlKey, metaKey, target } = event;
  if (document.querySelector('dialog[open]') || !(target instanceof HTMLElement)) return;
  if (key === 'Escape') return void leaveOff(event);
  if (ctrlKey || metaKey || target.matches('input, textarea, select, [contenteditable]')) return;
  if (altKey && (key === 'ArrowUp' || key === 'ArrowDown'))
    return done(event, () => act(key === 'ArrowUp' ? 'move-up' : 'move-down'));
  if (altKey) return;
  const row = target.closest('.bench-row');
  if (key === 'j' || key === 'k')
    return done(event, () => (row ? stepRow(row, key === 'j' ? 1 : -1) : step(key === 'j' ? 1 : -1)));
  if (key === 'Enter') return enter(event, target);
  if (/^[1-5]$/.test(key)) return done(event, () => showTab(TABS[Number(key) - 1] ?? 'email', { focus: true }));
  if (key === '/' || key === 'b') return done(event, () => toBench(key === '/'));
  const name = KEYS[key];
  if (name) done(event, () => act(name));
}

/** @param {KeyboardEvent} event @param {() => unknown} work */
function done(event, work) {
  event.preventDefault();
  void work();
}

/** Enter opens what is chosen; on buttons and links it is theirs. @param {KeyboardEvent} event @param {HTMLElement} target */
function enter(event, target) {
  if (target.matches('.bench-row')) {
    const button = /** @type {HTMLElement | null} */ (target.querySelector('[data-do="pull-in"]'));
    return done(event, () => button?.click());
  }
  if (target === current() || target === document.body) done(event, () => act('edit'));
}

/** @param {KeyboardEvent} event */
async function leaveOff(event) {
  const menu = document.querySelector('.more[open]');
  if (menu) {
    event.preventDefault();
    menu.removeAttribute('open');
    menu.querySelector('summary')?.focus();
  } else if (openEditor()) {
    event.preventDefault();
    await act('edit-done');
  } else if (event.target instanceof HTMLInputElement) {
    // the browser clears a search by Escape; here it leads back
    event.target.blur();
    current()?.focus();
  } else if (!closeDrawer()) {
    showPanel(false);
    current()?.focus({ preventScroll: true });
  }
}

/** @param {boolean} searching */
function toBench(searching) {
  showTab('bench', { focus: true });
  const focus = () => {
    const to = /** @type {HTMLElement | null} */ (document.querySelector(searching ? '#bench-q' : '.bench-row'));
    to?.focus();
    return to !== null;
  };
  if (focus()) return;
  // the rows are on their way; whoever went elsewhere meanwhile is left there
  const tab = document.activeElement;
  const arrived = (/** @type {Event} */ event) => {
    if (/** @type {CustomEvent<string>} */ (event).detail !== 'bench') return;
    document.removeEventListener('put', arrived);
    if (document.activeElement === tab) focus();
  };
  document.addEventListener('put', arrived);
}

/** @param {Element} row @param {number} by */
function stepRow(row, by) {
  const rows = [...document.querySelectorAll('.bench-row')];
  /** @type {HTMLElement | undefined} */ (
    rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(row) + by))]
  )?.focus();
}

export function startKeys() {
  document.addEventListener('keydown', pressed);
}
