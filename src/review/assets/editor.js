// @ts-check
/** Editing a block or the letter in place. Words are kept in the browser until the server says that it has written them. */
import { keep } from './keep.js';
import { close, grow, isUnsaved, openEditor, setHint, setOpen } from './open.js';
import { putAgain } from './parts.js';
import { livePreview } from './preview.js';
import { isSaving, save } from './save.js';
import { saved } from './say.js';

/**
 * Opens the editor in a block or the letter; with `words` in the place of what the block says, `at` with these words selected.
 * @param {HTMLElement} article @param {{ words?: string, at?: string, from?: string }} [o] `from`: the rev that the words began from, where the block has changed since
 */
export async function edit(article, { words, at, from } = {}) {
  const before = openEditor();
  if (before?.article === article) return selectWords(before.area, at);
  if (!(await leave())) return;
  const kind = article.hasAttribute('data-letter') ? 'letter' : 'block';
  const was = article.dataset.markdown ?? '';
  const { box, area, preview } = boxFor(article, words ?? was);
  setOpen({
    ...{ kind, article, box, area, sent: was, stopped: false },
    rev: from ?? article.dataset.rev ?? '',
    index: Number(article.dataset.index ?? -1),
    preview: livePreview(area, preview),
  });
  article.classList.add('editing');
  article.append(box);
  grow(area);
  selectWords(area, at);
  if (words !== undefined && words !== was) typed();
}

/** @param {HTMLElement} article @param {string} words */
function boxFor(article, words) {
  const box = document.createElement('div');
  box.className = 'editor';
  box.dataset.editor = '';
  const area = document.createElement('textarea');
  area.value = words;
  area.id = `edit-${article.id}`;
  area.spellcheck = true;
  area.dataset.testid = 'editor';
  area.setAttribute(
    'aria-label',
    `Markdown of ${article.dataset.name ? `“${article.dataset.name}”` : 'the letter'}. Escape leaves it`,
  );
  const preview = document.createElement('div');
  preview.className = 'words preview';
  preview.dataset.testid = 'preview';
  const foot = document.createElement('div');
  foot.className = 'editor-foot';
  const hint = document.createElement('span');
  hint.className = 'hint';
  hint.dataset.hint = '';
  const done = document.createElement('button');
  done.type = 'button';
  done.className = 'btn main';
  done.dataset.do = 'edit-done';
  done.dataset.testid = 'edit-done';
  done.textContent = 'Done';
  done.title = 'Esc';
  foot.append(hint, done);
  box.append(area, preview, foot);
  area.addEventListener('input', typed);
  return { box, area, preview };
}

let timer = 0;
function typed() {
  const open = openEditor();
  if (!open) return;
  const { kind, article, area, rev, index } = open;
  grow(area);
  open.preview();
  keep({ id: article.id, kind, text: area.value, rev, index });
  saved('unsaved');
  const parts = splits(area.value, kind);
  setHint(parts ? 'A heading or rule makes further blocks of this: they are made when you leave.' : '');
  clearTimeout(timer);
  if (!parts && !open.stopped) timer = setTimeout(() => void saveNow(), 400);
}

/** Sends what is in hand, once it has not been sent. */
export async function saveNow() {
  clearTimeout(timer);
  const open = openEditor();
  if (open && isUnsaved() && !open.stopped) await save(open);
}

/** Leaves the editor: its words are sent, and the block is shown as the server has it. False where it stays open, since a conflict waits. */
export async function leave() {
  const editor = openEditor();
  if (!editor) return true;
  await saveNow();
  if (openEditor() !== editor) return true;
  if (isUnsaved()) return false;
  close(editor);
  putAgain();
  return true;
}

/** @param {HTMLTextAreaElement} area @param {string} [words] */
function selectWords(area, words) {
  area.focus({ preventScroll: true });
  const at = words ? area.value.indexOf(words) : -1;
  if (at >= 0 && words) area.setSelectionRange(at, at + words.length);
}

/** Whether words would become several blocks: a heading or a rule after their first line, code aside. @param {string} text @param {'block' | 'letter'} kind */
function splits(text, kind) {
  const outside = text
    .replace(/^ {0,3}(```|~~~)[\s\S]*?(^ {0,3}\1|$(?![\s\S]))/gm, '')
    .trimStart()
    .split('\n');
  return outside
    .slice(kind === 'letter' ? 0 : 1)
    .some((line) => /^ {0,3}(#{2,6}(\s|$)|([-*_])( *\3){2,} *$)/.test(line));
}

window.addEventListener('beforeunload', (event) => {
  if (isUnsaved() || isSaving()) event.preventDefault();
});
