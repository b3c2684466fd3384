// @ts-check
/** Changes, one after the other, each with the places of blocks as they are by then; their answers are put into the page. */
import { change, Refused, Unreached } from './net.js';
import { put } from './parts.js';
import { say } from './say.js';

/** @typedef {import('./net.js').Answer} Answer */
/** @typedef {Record<string, unknown>} Args */

/** @type {Promise<unknown>} */
let turn = Promise.resolve();
let waiting = 0;

/** Revs that our own changes made: the server tells of them too, and later than it answers. @type {Set<string>} */
const own = new Set();
/** @param {string} rev */
export function isOwn(rev) {
  return own.has(rev);
}

/** Whether a change is on its way: what the server tells meanwhile may be our own. */
export function isAsking() {
  return waiting > 0;
}

/**
 * Asks for a change when those before it are answered. `before` sees the answer before its parts are put into the page. Throws Unreached and Refused.
 * @param {string} verb @param {Args | (() => Args)} args @param {(answer: Answer) => void} [before] @returns {Promise<Answer>}
 */
export function ask(verb, args, before) {
  waiting++;
  const mine = turn.then(async () => {
    const answer = await change(verb, typeof args === 'function' ? args() : args);
    const { rev } = answer;
    if (rev) {
      own.add(rev);
      setTimeout(() => own.delete(rev), 5000);
    }
    before?.(answer);
    if (answer.parts) {
      put('head', answer.parts.head);
      put('blocks', answer.parts.blocks);
    }
    return answer;
  });
  turn = mine.catch(() => {}).then(() => waiting--);
  return mine;
}

/**
 * As `ask`, and says what came of it; undefined where it was not done.
 * @param {string} verb @param {Args | (() => Args)} args @param {string | ((changed: import('./net.js').Done) => string)} [words] said instead of the server's
 */
export async function deed(verb, args, words) {
  try {
    const answer = await ask(verb, args);
    const { changed } = answer;
    if (changed.ok) {
      const did = typeof words === 'function' ? words(changed) : words;
      say([did ?? capital(changed.did), changed.note].filter(Boolean).join('. '));
      return changed;
    }
    say('refused' in changed ? changed.refused : `${changed.conflict.detail} Nothing was changed: look again.`, {
      bad: true,
    });
  } catch (error) {
    if (!(error instanceof Unreached || error instanceof Refused)) throw error;
    say(`Not done. ${error.message}`, { bad: true });
  }
  return undefined;
}

/** @param {string} words */
function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
