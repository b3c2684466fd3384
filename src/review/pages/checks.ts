import type { DeskCheck, DeskChecks, DeskView } from '../../actions/desk/types.ts';
import { button, empty } from './controls.ts';
import { type Html, html, json, kilobytes, plural } from './html.ts';
import { icon } from './icons.ts';

/** What each rule means, in the fewest words. Rules that are not listed are shown by their name. */
const RULES: Record<string, string> = {
  'quote-not-found': 'Quote not found',
  'quote-other-page': 'Quote under the wrong link',
  'attribution-mismatch': 'Attribution does not fit its link',
  'number-not-in-source': 'Number is in no source',
  'date-not-in-source': 'Date is in no source',
  'name-not-in-source': 'Name is in no source',
  'link-not-in-source': 'Unknown link',
  'claims-experience': 'Speaks for a person',
  hype: 'Praise',
  'too-long': 'Too long',
  repeats: 'Said twice',
  'role-swapped': 'Roles are swapped',
  'source-incomplete': 'Source is not whole',
  'bad-answer': 'Markup in the words',
  budget: 'Budget',
  size: 'Size of the email',
  footer: 'Footer',
  'text-part': 'Text part',
  'alt-text': 'Picture without words',
  picture: 'Picture',
  'link-length': 'Length of a link',
  contrast: 'Contrast',
  archive: 'Archive',
  'dead-link': 'Dead link',
};

/** What the proofreader found, worst first, each with what mends it. */
export function checks(found: DeskChecks, view: DeskView): string {
  const { errors, warnings, size } = found;
  return String(html`<div id="part-checks" class="part" data-errors="${errors}" data-warnings="${warnings}" data-bytes="${size.bytes}" data-limit="${size.limit}" data-by-block="${json(byBlock(found))}" data-testid="checks">
    ${found.checks.length === 0 ? empty('Nothing to mend', 'Every quote is where it says it is, every number and name is in its sources, and the email is whole.') : html`<p class="sum">${tally(errors, warnings)}</p>`}
    <ul class="rows">${found.checks.map((check) => row(check, view))}</ul>
    ${found.fromPassages > 0 && html`<p class="hint">${plural(found.fromPassages, 'page was', 'pages were')} checked by the passages in evidence.json alone: the captured texts are not on this machine.</p>`}
    <p class="hint">The email is ${kilobytes(size.bytes)} of ${kilobytes(size.limit)} before Gmail cuts it. Dead links are looked for when you approve.</p>
  </div>`);
}

function tally(errors: number, warnings: number): Html {
  const parts = [
    ...(errors ? [html`<b class="bad">${plural(errors, 'error')}</b> before it can be approved`] : []),
    ...(warnings ? [html`${plural(warnings, 'warning')}`] : []),
  ];
  return html`${parts.map((part, i) => html`${i > 0 ? ', ' : ''}${part}`)}.`;
}

/** How many errors and warnings each block has, by its rev: the page flags them. */
function byBlock({ checks }: DeskChecks): Record<string, [errors: number, warnings: number]> {
  const counts: Record<string, [number, number]> = {};
  for (const { block, check } of checks) {
    if (!block) continue;
    counts[block.rev] ??= [0, 0];
    (counts[block.rev] as [number, number])[check.level === 'error' ? 0 : 1]++;
  }
  return counts;
}

function row({ check, block, fix }: DeskCheck, view: DeskView): Html {
  const there = block && (view.blocks.find(({ rev }) => rev === block.rev) ?? view.blocks[block.index]);
  const bad = check.level === 'error';
  return html`<li class="row check check-${check.level}" data-testid="check" data-rule="${check.rule}"${block ? html` data-index="${block.index}" data-rev="${block.rev}"` : ''}>
    <p class="row-title">${icon(bad ? 'cross' : 'warn')}<b>${RULES[check.rule] ?? check.rule}</b><span class="vh">${bad ? 'error' : 'warning'}</span></p>
    <p class="row-detail">${check.detail}</p>
    <div class="row-acts">${fix && mend(fix)}${
      there
        ? button({
            do: 'go',
            label: there.heading || `Block ${there.index + 1}`,
            icon: 'back',
            class: 'ghost to-block',
          })
        : html`<span class="hint">The issue as a whole</span>`
    }</div>
  </li>`;
}

function mend(fix: NonNullable<DeskCheck['fix']>): Html {
  const { kind, label, ...rest } = fix;
  const verb = { replace: 'replace', vouch: 'vouch-open', rewrite: 'rewrite-block', swap: 'swap-open', edit: 'edit' }[
    kind
  ];
  const args = kind === 'swap' && 'quote' in fix ? { words: fix.quote } : rest;
  return button({ do: verb, label, args, class: 'mend', testid: `fix-${kind}` });
}
