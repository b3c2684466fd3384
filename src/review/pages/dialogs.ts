import type { DeskView } from '../../actions/desk/types.ts';
import { type Html, html } from './html.ts';
import type { DeskOptions } from './options.ts';

const KEYS: [keys: string, does: string][] = [
  ['j  k', 'next, previous block'],
  ['Enter  e', 'edit the block'],
  ['Esc', 'leave the editor, close what is open'],
  ['Alt ↑  Alt ↓', 'move the block; also K and J'],
  ['x', 'delete the block'],
  ['u  U', 'undo, redo'],
  ['q', 'swap the quote'],
  ['s', 'read the source'],
  ['r', 'rewrite with a remark'],
  ['m', 'mute a source, site or page'],
  ['p', 'pin the story'],
  ['n', 'not the same story'],
  ['/', 'search the week'],
  ['b', 'bench; then j, k and Enter to pull in'],
  ['1 – 5', 'email, evidence, checks, bench, week'],
  ['a', 'approve or publish'],
  ['?', 'these keys'],
];

/** Everything that asks something before it is done. The page's scripts fill in what it is about. */
export function dialogs(view: DeskView, o: DeskOptions): Html {
  return html`${rewrite(o)}${mute()}${notSame()}${vouch()}${add()}${approve(view, o)}${publishing(o)}${test()}${conflict()}${help()}`;
}

interface Dialog {
  id: string;
  name: string;
  /** The verb that the form does; undefined: it only shows. */
  verb?: string;
  submit?: string;
  wide?: boolean;
}

function dialog({ id, name, verb, submit, wide }: Dialog, body: Html): Html {
  const foot = html`<div class="dialog-foot"><p class="dialog-said" role="alert"></p><button type="button" class="btn" data-do="dialog-close">${verb ? 'Leave it' : 'Close'}</button>${
    verb && html`<button type="submit" class="btn main" data-testid="${id}-submit">${submit}</button>`
  }</div>`;
  const inside = html`<h2 class="dialog-name" id="${id}-name" data-name="${name}">${name}</h2>${body}${foot}`;
  return html`<dialog id="${id}" class="dialog${wide ? ' dialog-wide' : ''}" aria-labelledby="${id}-name" data-testid="${id}">${
    verb ? html`<form data-do="${verb}">${inside}</form>` : html`<div class="dialog-body">${inside}</div>`
  }</dialog>\n`;
}

function rewrite({ model }: DeskOptions): Html {
  const body = html`<div class="field"><label for="remark">Your remark to the model</label><textarea id="remark" name="remark" rows="3" required maxlength="1000" placeholder="Shorter, and begin with the price" data-testid="remark"></textarea></div>
    <div class="subjects" role="group" aria-label="Remarks">${['Shorter.', 'Plainer words.', 'Begin with the number.', 'Say who it matters to.'].map((words) => html`<button type="button" class="btn chip" data-do="remark" data-args="${JSON.stringify({ words })}">${words}</button>`)}</div>
    <p class="hint">${model ? `${model} writes the block once more. Quotes, numbers and names are proven as ever; undo brings the words of now back.` : 'No model is set in newsletter.yaml, so nothing can be rewritten. Edit the block instead.'}</p>`;
  return dialog({ id: 'rewrite', name: 'Rewrite this block', verb: 'rewrite-block', submit: 'Rewrite' }, body);
}

function mute(): Html {
  return dialog(
    { id: 'mute', name: 'Mute', verb: 'mute', submit: 'Mute' },
    html`<div class="ways" id="mute-choices" data-testid="mute-choices"></div><label class="tick"><input type="checkbox" name="also" checked data-testid="mute-delete"> Delete this block too</label><p class="hint">Written to editor.yaml; it counts from the next draft on.</p>`,
  );
}

function notSame(): Html {
  return dialog(
    { id: 'not-same', name: 'Not the same story', verb: 'not-same', submit: 'Take it out' },
    html`<p class="hint">Which page does not belong to this story?</p><div class="ways" id="not-same-choices" data-testid="not-same-choices"></div>`,
  );
}

function vouch(): Html {
  return dialog(
    { id: 'vouch', name: 'Vouch for a quote', verb: 'vouch', submit: 'I heard it' },
    html`<p class="hint">For words that no machine can read, such as those of a video. Readers see that you vouch for them.</p>
    <div class="field"><label for="vouch-quote">The words</label><textarea id="vouch-quote" name="quote" rows="3" required data-testid="vouch-quote"></textarea></div>
    <div class="field"><label for="vouch-by">Whose they are</label><input id="vouch-by" name="by" required autocomplete="off" data-testid="vouch-by"></div>
    <div class="field"><label for="vouch-url">Where</label><input id="vouch-url" name="url" type="url" required data-testid="vouch-url"></div>
    <div class="pair"><div class="field"><label for="vouch-heard">Heard on</label><input id="vouch-heard" name="heard" type="date" required data-testid="vouch-heard"></div>
    <div class="field"><label for="vouch-at">At (12:34)</label><input id="vouch-at" name="at" pattern="\\d{1,2}(:\\d{2}){1,2}" autocomplete="off" data-testid="vouch-at"></div></div>`,
  );
}

function add(): Html {
  return dialog(
    { id: 'add', name: 'Add a block', verb: 'add-block', submit: 'Add it' },
    html`<div class="field"><label for="add-markdown">Markdown, with a heading if it has one</label><textarea id="add-markdown" name="markdown" rows="8" required data-testid="add-markdown">## </textarea></div><p class="hint">It comes after the chosen block.</p>`,
  );
}

function approve(view: DeskView, o: DeskOptions): Html {
  return dialog(
    { id: 'approve', name: `Approve issue ${view.number}`, verb: 'approve', submit: 'Approve' },
    html`<p id="approve-tally" class="row-detail" data-testid="approve-tally"></p>
    <p class="hint">Every link is opened once and every quote proven again. The words are then sealed: a change makes the issue a draft again. Nothing is sent.</p>
    <div class="field"><label for="approve-by">In the name of</label><input id="approve-by" name="by" required value="${o.editor ?? ''}" data-testid="approve-by"></div>
    <label class="tick" id="letter-as-is"><input type="checkbox" name="letterAsIs" data-testid="letter-as-is"> Keep the machine’s letter as it is</label>
    ${offlineTick('approve')}`,
  );
}

function offlineTick(of: string): Html {
  return html`<label class="tick"><input type="checkbox" name="offline" data-testid="${of}-offline"> Don’t look for dead links</label>`;
}

function publishing({ platforms }: DeskOptions): Html {
  const choices = platforms.map((name) => html`<option>${name}</option>`);
  return dialog(
    { id: 'publishing', name: 'Publish', verb: 'publish', submit: 'Publish' },
    html`<div class="field"><label for="publish-to">To</label><select id="publish-to" name="to" data-testid="publish-to">${choices}</select></div><div id="part-publish"><p class="hint">Looking…</p></div>${offlineTick('publish')}`,
  );
}

function test(): Html {
  return dialog(
    { id: 'test', name: 'Send a test', verb: 'test-send', submit: 'Send it' },
    html`<div class="field"><label for="test-to">To</label><input id="test-to" name="to" type="email" required placeholder="you@example.com" data-testid="test-to"></div><p class="hint">The email as it is now, to this address alone.</p>${offlineTick('test')}`,
  );
}

function conflict(): Html {
  return dialog(
    { id: 'conflict', name: 'Changed in two places', wide: true },
    html`<p class="row-detail" id="conflict-detail"></p>
    <div class="versions"><section><h3 class="part-title" id="conflict-mine-name">Yours</h3><pre id="conflict-mine" tabindex="0" aria-labelledby="conflict-mine-name" data-testid="conflict-mine"></pre></section><section><h3 class="part-title" id="conflict-theirs-name">In the file now</h3><pre id="conflict-theirs" tabindex="0" aria-labelledby="conflict-theirs-name" data-testid="conflict-theirs"></pre></section></div>
    <div class="row-acts"><button type="button" class="btn main" data-do="conflict-mine" data-testid="keep-mine">Keep mine</button><button type="button" class="btn" data-do="conflict-theirs" data-testid="keep-theirs">Keep the file’s</button><button type="button" class="btn" data-do="conflict-both" data-testid="keep-both">Edit both together</button></div>`,
  );
}

function help(): Html {
  return dialog(
    { id: 'help', name: 'Keys' },
    html`<dl class="keys">${KEYS.map(([keys, does]) => html`<div><dt>${keys.split('  ').map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${does}</dd></div>`)}</dl>`,
  );
}
