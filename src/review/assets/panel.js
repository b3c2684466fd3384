// @ts-check
/** The panel's tabs: each part is fetched when it is looked at, and again when the issue changed. */
import { choose, current, refOf } from './blocks.js';
import { get, Refused, Unreached } from './net.js';
import { put } from './parts.js';

export const TABS = ['email', 'evidence', 'checks', 'bench', 'week'];
/** For what each part was fetched last. @type {Map<string, string>} */
const shown = new Map();
let query = '';
/** @type {Element | null} */
let cameFrom = null;
/** Whether the panel was in front before a drawer lay over it. */
let wasInFront = false;

export function openTab() {
  return document.querySelector('.tab[aria-selected="true"]')?.getAttribute('data-tab') ?? 'email';
}

/** @param {string} name @param {{ focus?: boolean }} [o] */
export function showTab(name, { focus = false } = {}) {
  for (const each of TABS) {
    const tab = document.getElementById(`tab-${each}`);
    tab?.setAttribute('aria-selected', String(each === name));
    tab?.setAttribute('tabindex', each === name ? '0' : '-1');
    /** @type {HTMLElement} */ (document.getElementById(`panel-${each}`)).hidden = each !== name;
  }
  closeDrawer();
  showPanel(true);
  if (focus) document.getElementById(`tab-${name}`)?.focus();
  void renew(name);
}

/** On a narrow screen the panel lies over the blocks. @param {boolean} yes */
export function showPanel(yes) {
  document.body.classList.toggle('panel-open', yes);
}

const rev = () => document.getElementById('part-blocks')?.dataset.rev ?? '';

/** @param {string} name */
function about(name) {
  if (name !== 'evidence') return name === 'bench' ? `${rev()} ${query}` : rev();
  const ref = refOf();
  return ref ? `${rev()} ${ref.index} ${ref.rev}` : '';
}

/** @param {string} name */
function path(name) {
  const ref = refOf();
  if (name === 'bench') return `/part/bench${query ? `?q=${encodeURIComponent(query)}` : ''}`;
  if (name === 'evidence' && ref) return `/part/evidence?index=${ref.index}&rev=${ref.rev}`;
  return `/part/${name}`;
}

/** Fetches a part where what is shown is of another state. @param {string} name @param {boolean} [again] whatever is shown */
export async function renew(name, again = false) {
  const now = about(name);
  if (name === 'evidence' && !refOf()) return tell(name, 'Choose a block to see where its words come from.');
  if (!again && shown.get(name) === now) return;
  shown.set(name, now);
  if (!(await fetchInto(name, path(name)))) shown.delete(name);
}

/** @param {string} name @param {string} from */
async function fetchInto(name, from) {
  const place = document.getElementById(`part-${name}`);
  place?.setAttribute('aria-busy', 'true');
  try {
    put(name, await get(from));
    return true;
  } catch (error) {
    if (!(error instanceof Unreached || error instanceof Refused)) throw error;
    if (!(error instanceof Unreached)) tell(name, error.message);
    return false;
  } finally {
    document.getElementById(`part-${name}`)?.removeAttribute('aria-busy');
  }
}

/** @param {string} name @param {string} words */
function tell(name, words) {
  const place = document.getElementById(`part-${name}`);
  const line = document.createElement('p');
  line.className = 'hint';
  line.textContent = words;
  shown.delete(name);
  place?.replaceChildren(line);
}

/** @param {string} words */
export function search(words) {
  query = words.trim();
  return renew('bench', true);
}

/** What lies over the tabs for a while: a source, or candidates. @param {'source' | 'candidates'} name @param {Record<string, string | number | undefined>} args */
export async function openDrawer(name, args) {
  const drawer = /** @type {HTMLElement} */ (document.getElementById('drawer'));
  if (drawer.hidden) {
    cameFrom = document.activeElement;
    wasInFront = document.body.classList.contains('panel-open');
  }
  for (const each of ['source', 'candidates']) {
    const place = document.getElementById(`part-${each}`);
    if (place) place.hidden = each !== name;
  }
  drawer.hidden = false;
  showPanel(true);
  const given = Object.entries(args).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  await fetchInto(name, `/part/${name}?${new URLSearchParams(given)}`);
  const place = document.getElementById(`part-${name}`);
  if (place) place.hidden = false;
  const first = drawer.querySelector('.cand .btn') ?? place?.querySelector('.part-name');
  /** @type {HTMLElement | null} */ (
    name === 'candidates' ? first : (place?.querySelector('[data-text]') ?? null)
  )?.focus({ preventScroll: true });
  /** @type {HTMLElement} */ (drawer.querySelector('.drawer-body')).scrollTop = 0;
  place?.querySelector('mark')?.scrollIntoView({ block: 'center' });
}

export function closeDrawer() {
  const drawer = /** @type {HTMLElement} */ (document.getElementById('drawer'));
  if (drawer.hidden) return false;
  drawer.hidden = true;
  showPanel(wasInFront);
  if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus({ preventScroll: true });
  else choose(current());
  return true;
}

let timer = 0;
/** After a change: the tab that is open at once, the checks when hands rest. */
function changed() {
  const tab = openTab();
  if (tab !== 'email') void renew(tab);
  clearTimeout(timer);
  timer = setTimeout(() => {
    void renew('checks');
    if (openTab() === 'email') void renew('email');
  }, 450);
}

export function startPanel() {
  document.addEventListener('put', (event) => {
    if (/** @type {CustomEvent<string>} */ (event).detail === 'blocks') changed();
  });
  document.addEventListener('chosen', () => {
    if (openTab() === 'evidence') void renew('evidence');
  });
  document.addEventListener('opened', () => {
    if (openTab() === 'evidence') void renew('evidence', true);
  });
  document.querySelector('.tabs')?.addEventListener('keydown', (event) => {
    const { key } = /** @type {KeyboardEvent} */ (event);
    const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (by === undefined) return;
    event.preventDefault();
    showTab(TABS[(TABS.indexOf(openTab()) + by + TABS.length) % TABS.length] ?? 'email', { focus: true });
  });
  void renew('email');
  void renew('checks');
}
