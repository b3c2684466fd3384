// @ts-check
/** Words that were changed in two places: both are shown, and nothing is written until one is chosen. */

/** @typedef {{ mine: () => unknown, theirs: () => unknown, both?: () => unknown }} Choices */
/** @type {Choices | undefined} */
let choices;

/** @param {import('./net.js').Conflict} conflict @param {Choices} given */
export function resolve({ yours, theirs, detail }, given) {
  choices = given;
  fill('conflict-detail', detail);
  fill('conflict-mine', yours);
  fill('conflict-theirs', theirs ?? 'It was deleted.');
  const both = /** @type {HTMLElement | null} */ (document.querySelector('[data-do="conflict-both"]'));
  if (both) both.hidden = given.both === undefined || theirs === undefined;
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById('conflict'));
  if (dialog && !dialog.open) dialog.showModal();
}

/** @param {keyof Choices} which */
export function choose(which) {
  /** @type {HTMLDialogElement | null} */ (document.getElementById('conflict'))?.close();
  const taken = choices?.[which];
  choices = undefined;
  void taken?.();
}

/** @param {string} id @param {string} words */
function fill(id, words) {
  const place = document.getElementById(id);
  if (place) place.textContent = words;
}
