// @ts-check
/** Which block is chosen, and what moves it. */
import { deed } from './ask.js';
import { say } from './say.js';

let chosen = '';

/** @returns {HTMLElement[]} */
export function articles() {
  return [...document.querySelectorAll('#list > .block')].map((each) => /** @type {HTMLElement} */ (each));
}

/** The chosen block or letter. @returns {HTMLElement | undefined} */
export function current() {
  return document.getElementById(chosen) ?? undefined;
}

/** Its place and hash, as changes name it. @param {HTMLElement | undefined} [element] */
export function refOf(element = current()) {
  const { index, rev } = element?.dataset ?? {};
  return index === undefined || rev === undefined ? undefined : { index: Number(index), rev };
}

/** The block that an element is about: the one it stands in, or that its part of the panel is about. @param {Element} element */
export function blockAbout(element) {
  const about = /** @type {HTMLElement | null} */ (element.closest('[data-index][data-rev], [data-letter]'));
  if (!about) return current();
  if (about.classList.contains('block')) return about;
  return articles().find(({ dataset }) => dataset.rev === about.dataset.rev) ?? articles()[Number(about.dataset.index)];
}

/** @param {HTMLElement | undefined} article @param {{ focus?: boolean }} [o] */
export function choose(article, { focus = true } = {}) {
  if (!article) return;
  if (focus && !article.contains(document.activeElement)) article.focus({ preventScroll: true });
  if (focus) article.scrollIntoView({ block: 'nearest', behavior: reduced() ? 'auto' : 'smooth' });
  if (article.id === chosen) return;
  chosen = article.id;
  mark();
  document.dispatchEvent(new CustomEvent('chosen'));
}

function reduced() {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function mark() {
  for (const each of document.querySelectorAll('.block[aria-current]'))
    if (each.id !== chosen) each.removeAttribute('aria-current');
  current()?.setAttribute('aria-current', 'true');
}

/** The letter, then the blocks: `by` 1 further or back. @param {number} by */
export function step(by) {
  const all = [/** @type {HTMLElement} */ (document.getElementById('letter')), ...articles()].filter(Boolean);
  const at = all.findIndex(({ id }) => id === chosen);
  choose(all[Math.max(0, Math.min(all.length - 1, at + by))]);
}

/**
 * Moves a block to a place, or one up or down from where it is when its turn comes.
 * @param {HTMLElement | undefined} article @param {{ to: number } | { by: number }} where
 */
export async function move(article, where) {
  if (!article || !refOf(article)) return say('The letter stays where it is.');
  const { id, dataset } = article;
  const count = articles().length;
  const target = () =>
    'to' in where ? where.to : (refOf(document.getElementById(id) ?? article)?.index ?? 0) + where.by;
  if (target() < 0 || target() >= count) return say('It can go no further.');
  const done = await deed(
    'move-block',
    () => ({ block: refOf(document.getElementById(id) ?? article), to: Math.max(0, Math.min(count - 1, target())) }),
    ({ block }) =>
      `“${dataset.name}” is now ${(block?.index ?? refOf(document.getElementById(id) ?? article)?.index ?? 0) + 1} of ${count}`,
  );
  if (done) choose(articles()[done.block?.index ?? -1] ?? document.getElementById(id) ?? undefined);
}

/** @param {HTMLElement | undefined} article */
export async function remove(article) {
  const ref = refOf(article);
  if (!article || !ref) return say('The letter can’t be deleted: edit it, or set letter: off.');
  const { name = '' } = article.dataset;
  const all = articles();
  const next = all[ref.index + 1] ?? all[ref.index - 1] ?? document.getElementById('letter');
  if (
    await deed(
      'delete-block',
      () => ({ block: refOf(document.getElementById(article.id) ?? article) }),
      `“${name}” deleted; u brings it back`,
    )
  )
    choose(next ?? undefined);
}

export function startBlocks() {
  const follow = (/** @type {Event} */ { target }) => {
    const article = target instanceof Element ? target.closest('.block') : null;
    if (article instanceof HTMLElement) choose(article, { focus: false });
  };
  document.addEventListener('focusin', follow);
  document.addEventListener('pointerdown', follow);
  document.addEventListener('put', () => {
    if (!current()) chosen = '';
    mark();
  });
  choose(articles()[0], { focus: false });
}
