// @ts-check
/** Subject and preheader: saved while they are typed, counted as an inbox would cut them. */
import { ask, deed } from './ask.js';
import { resolve } from './conflict.js';
import { Unreached } from './net.js';
import { saved, say } from './say.js';

/** Letters that phones show of each. */
const SHOWN = { subject: 45, preheader: 90 };
/** @type {Map<string, number>} */
const timers = new Map();

/** @param {string} line */
function field(line) {
  return /** @type {HTMLInputElement} */ (document.getElementById(line));
}

/** Whether a line was typed that the server does not have. */
export function isLineUnsaved() {
  return ['subject', 'preheader'].some((line) => field(line) && field(line).value !== field(line).dataset.was);
}

/** @param {string} line @param {number} [wait] */
async function send(line, wait = 500) {
  const input = field(line);
  const text = input.value;
  const was = input.dataset.was ?? '';
  if (text === was) return;
  saved('saving');
  try {
    const { changed, locked } = await ask('edit-line', () => ({ line, was: field(line).dataset.was ?? '', text }));
    if (changed.ok) {
      // the morph leaves the field in hand alone
      field(line).dataset.was = text;
      return saved(field(line).value === text ? 'saved' : 'unsaved');
    }
    if (locked) return later(line, wait);
    saved('unsaved');
    if ('refused' in changed) return say(changed.refused, { bad: true });
    const { theirs = '' } = changed.conflict;
    const take = (/** @type {string} */ words) => {
      field(line).dataset.was = theirs;
      field(line).value = words;
      void send(line);
    };
    resolve(changed.conflict, { mine: () => take(text), theirs: () => take(theirs) });
  } catch (error) {
    saved('unsaved');
    if (error instanceof Unreached) return later(line, wait);
    say(/** @type {Error} */ (error).message, { bad: true });
  }
}

/** @param {string} line @param {number} wait */
function later(line, wait) {
  clearTimeout(timers.get(line));
  timers.set(
    line,
    setTimeout(() => void send(line, Math.min(wait * 2, 15_000)), wait),
  );
}

/** @param {string} line */
function count(line) {
  const place = document.getElementById(`${line}-count`);
  const most = SHOWN[/** @type {keyof typeof SHOWN} */ (line)];
  const length = [...(field(line)?.value ?? '')].length;
  if (!place) return;
  place.textContent = length > 0 ? String(length) : '';
  place.classList.toggle('over', length > most);
  place.title = length > most ? `Phones show about ${most} letters of it` : '';
}

/** One of the drafted subjects is taken. @param {string} text */
export async function takeSubject(text) {
  await deed('edit-line', () => ({ line: 'subject', was: field('subject').dataset.was ?? '', text }));
  field('subject').value = field('subject').dataset.was ?? text;
  count('subject');
}

export function startLines() {
  document.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.dataset.line) return;
    const { line } = target.dataset;
    saved('unsaved');
    count(line);
    clearTimeout(timers.get(line));
    timers.set(
      line,
      setTimeout(() => void send(line), 400),
    );
  });
  document.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.dataset.line) void send(target.dataset.line);
  });
  document.addEventListener('put', () => ['subject', 'preheader'].forEach(count));
  window.addEventListener('beforeunload', (event) => {
    if (isLineUnsaved()) event.preventDefault();
  });
  ['subject', 'preheader'].forEach(count);
}
