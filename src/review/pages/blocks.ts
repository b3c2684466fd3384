import type { DeskView } from '../../actions/desk/types.ts';
import { blockArticle } from './block.ts';
import { button } from './controls.ts';
import { type Html, html, plural, shortDay } from './html.ts';
import { icon } from './icons.ts';
import { letterWords } from './words.ts';

/** Left of the page: the inbox line, the letter, the blocks, and what was deleted. */
export function blocks(view: DeskView): string {
  const names = namesOf(view);
  return String(html`<section id="part-blocks" class="blocks" data-rev="${view.rev}" data-status="${view.status}" aria-label="The issue" data-testid="blocks">
    ${inboxLine(view)}
    ${letter(view)}
    <div id="list" class="list" role="group" aria-label="${plural(view.blocks.length, 'block')}">
      ${view.blocks.map((block, i) => blockArticle(block, names[i] as string, view.blocks.length))}
      ${view.blocks.length === 0 && html`<p class="empty">No blocks yet. Pull one in from the bench, or write your own.</p>`}
    </div>
    <div class="add">${button({ do: 'add-open', label: 'Add a block', icon: 'add', class: 'ghost' })}</div>
    ${deleted(view)}
  </section>`);
}

/** Ids that stay with a block when it moves or is edited, so that the page keeps its place: by its story, else its place among the editor's own. */
function namesOf({ blocks }: DeskView): string[] {
  const used = new Set<string>();
  let own = 0;
  return blocks.map(({ story }) => {
    const name = story && !used.has(story.id) ? `b-${story.id.replace(/[^\w-]/g, '')}` : `b-own-${own++}`;
    if (story) used.add(story.id);
    return name;
  });
}

function inboxLine(view: DeskView): Html {
  const others = view.subjects.filter((subject) => subject !== view.subject);
  return html`<div class="inbox card" id="inbox-line">
    <div class="field">
      <label for="subject">Subject</label>
      <input id="subject" class="subject" data-line="subject" data-was="${view.subject}" value="${view.subject}" placeholder="What the issue is about" autocomplete="off" spellcheck="true" lang="${view.language}" data-testid="subject">
      <span class="count" data-live id="subject-count"></span>
    </div>
    <div class="field">
      <label for="preheader">Beside it</label>
      <input id="preheader" data-line="preheader" data-was="${view.preheader}" value="${view.preheader}" placeholder="The line that mail clients show after the subject" autocomplete="off" spellcheck="true" lang="${view.language}" data-testid="preheader">
      <span class="count" data-live id="preheader-count"></span>
    </div>
    ${
      others.length > 0 &&
      html`<div class="subjects" role="group" aria-label="Other subjects that were drafted"><span class="hint">Or</span>${others.map(
        (subject) => button({ do: 'take-subject', label: subject, args: { text: subject }, class: 'chip' }),
      )}</div>`
    }
  </div>`;
}

function letter({ letter: { rev, markdown, machine }, language }: DeskView): Html {
  return html`<article id="letter" class="block letter card" tabindex="-1" data-letter data-rev="${rev}" data-markdown="${markdown}" aria-label="The letter" data-testid="letter">
    <div class="bar">
      <span class="slot">Letter</span>
      ${machine && html`<span class="tag tag-warn" title="It is approved only if you say so">Still the machine’s</span>`}
      <div class="acts">${button({ do: 'edit', label: 'Edit', icon: 'edit', key: 'e' })}</div>
    </div>
    <div class="words" lang="${language}">${markdown.trim() ? letterWords(markdown) : html`<p class="nothing">No letter. Write one, or leave it out.</p>`}</div>
  </article>`;
}

function deleted({ deleted: gone, approved }: DeskView): Html {
  if (gone.length === 0) return html``;
  return html`<details class="gone" data-testid="deleted"><summary>${icon('bin')} ${plural(gone.length, 'deleted block')}</summary>
    <ul>${gone.map(
      ({ storyId, heading, markdown }) =>
        html`<li><div><b>${heading || 'Without a heading'}</b><p class="snippet">${snippet(markdown)}</p></div>${button({ do: 'restore-block', label: 'Restore', icon: 'undo', args: { storyId } })}</li>`,
    )}</ul>
    ${approved && html`<p class="hint">Approved on ${shortDay(approved.at)}: restoring one makes it a draft again.</p>`}
  </details>`;
}

/** The first words under a heading. */
function snippet(markdown: string): string {
  const line = markdown.split('\n').find((each) => each.trim() !== '' && !/^#{1,6}\s/.test(each)) ?? '';
  return line.length > 140 ? `${line.slice(0, 140)}…` : line;
}
