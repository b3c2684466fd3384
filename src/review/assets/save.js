// @ts-check
/** Sends an editor's words, one time after the other, until the server has written them. */
import { ask } from './ask.js';
import { resolve } from './conflict.js';
import { letGo } from './keep.js';
import { Unreached } from './net.js';
import { close, setHint } from './open.js';
import { putAgain } from './parts.js';
import { saved, say } from './say.js';

/** @typedef {import('./open.js').Editor} Editor */

let underWay = 0;
/** Whether words are on their way. */
export function isSaving() {
  return underWay > 0;
}

/** @param {Editor} editor */
export async function save(editor) {
  underWay++;
  try {
    for (let wait = 500; ; wait = Math.min(wait * 2, 15_000)) {
      if (editor.area.value === editor.sent || editor.stopped) return;
      saved('saving');
      if (await attempt(editor)) {
        wait = 250;
        continue;
      }
      saved('unsaved');
      await new Promise((done) => setTimeout(done, wait));
    }
  } finally {
    underWay--;
  }
}

/** One attempt; false: to be made again. @param {Editor} editor @returns {Promise<boolean>} */
async function attempt(editor) {
  const text = editor.area.value;
  const before = editor.sent;
  try {
    const answer = await ask(
      editor.kind === 'letter' ? 'edit-letter' : 'edit-block',
      () => ({
        ...(editor.kind === 'letter' ? { rev: editor.rev } : { block: { index: editor.index, rev: editor.rev } }),
        markdown: text,
      }),
      // before the answer's parts are put in: they must find the editor's block by its new rev
      ({ changed }) => {
        if (!changed.ok) return;
        editor.sent = text;
        if (changed.block) Object.assign(editor, changed.block);
      },
    );
    const { changed } = answer;
    if (changed.ok) return written(editor, text);
    if ('conflict' in changed) return collided(editor, text, changed.conflict);
    if (answer.locked) return false;
    editor.sent = before;
    stop(editor, changed.refused);
    return true;
  } catch (error) {
    if (error instanceof Unreached) return false;
    stop(editor, /** @type {Error} */ (error).message);
    return true;
  }
}

/** @param {Editor} editor @param {string} text */
function written(editor, text) {
  if (editor.area.value !== text) return true;
  letGo(editor.article.id);
  saved('saved');
  return true;
}

/** @param {Editor} editor @param {string} why */
function stop(editor, why) {
  editor.stopped = true;
  setHint(why);
  saved('unsaved');
  say(why, { bad: true });
  editor.area.addEventListener('input', () => (editor.stopped = false), { once: true });
}

/** @param {Editor} editor @param {string} text @param {import('./net.js').Conflict} conflict */
function collided(editor, text, conflict) {
  // an answer that was lost on the way: the words are there already
  if (conflict.theirs?.trimEnd() === text.trimEnd() && conflict.block) {
    Object.assign(editor, conflict.block, { sent: text });
    return written(editor, text);
  }
  editor.stopped = true;
  saved('unsaved');
  setHint('Changed in two places: choose which words stay.');
  resolve(conflict, {
    mine: () => keepMine(editor, conflict),
    theirs: () => {
      letGo(editor.article.id);
      editor.sent = editor.area.value;
      close(editor);
      putAgain();
    },
    both: () => mergeBoth(editor, conflict),
  });
  return true;
}

/** @param {Editor} editor @param {import('./net.js').Conflict} conflict */
async function keepMine(editor, { theirs, block }) {
  editor.stopped = false;
  if (theirs === undefined) {
    const { changed } = await ask('add-block', () => ({
      markdown: editor.area.value,
      ...(editor.index >= 0 ? { at: editor.index } : {}),
    }));
    if (!changed.ok) return stop(editor, 'refused' in changed ? changed.refused : changed.conflict.detail);
    editor.sent = editor.area.value;
    letGo(editor.article.id);
    return close(editor);
  }
  if (block) Object.assign(editor, block);
  else if (editor.kind === 'letter') editor.rev = document.getElementById('letter')?.dataset.rev ?? editor.rev;
  editor.sent = theirs;
  await save(editor);
}

/** Both versions in one editor, to be made one by hand. @param {Editor} editor @param {import('./net.js').Conflict} conflict */
function mergeBoth(editor, { theirs = '', block }) {
  if (block) Object.assign(editor, block);
  editor.sent = theirs;
  editor.stopped = false;
  editor.area.value = `${theirs.trimEnd()}\n\n${editor.area.value}`.trimStart();
  editor.area.dispatchEvent(new Event('input'));
  editor.area.focus();
}
