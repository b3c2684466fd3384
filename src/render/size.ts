import type { Issue, Newsletter, Rendered, RenderProblem } from '../types.ts';
import { frameOf } from './frame.ts';
import { lineText } from './lines.ts';
import { htmlView, type View } from './views.ts';

/** Gmail clips a message at about 102 KB of HTML and hides what follows, the unsubscribe link among it. */
const CLIPPED = 102_000;
/** Platforms add tracking to each link, so there must be room. */
const HEAVY = 80_000;
/** What a platform puts in the place of a tag, and of a link that it counts: of those seen, the longest. */
const TAG_BYTES = 300;
const TRACKED_BYTES = 220;
/** Of an email without blocks. */
const FRAME_BYTES = 12_000;

/** How large an email is: as it was rendered, with the platform's tags filled in, and with every link counted by the platform. In bytes of UTF-8. */
export interface Size {
  bytes: number;
  filled: number;
  tracked: number;
  limit: number;
  links: number;
  pictures: number;
}

export function sizeOf({ html, bytes }: Rendered): Size {
  const links = [...html.matchAll(/<a\b[^>]{0,9000}?\bhref="(https?:[^"]*)"/gi)].map(([, url = '']) => url);
  const growth = (found: string[], least: number) =>
    found.reduce((sum, each) => sum + Math.max(0, least - Buffer.byteLength(each)), 0);
  const filled = bytes + growth(tagsIn(html), TAG_BYTES);
  return {
    bytes,
    filled,
    tracked: filled + growth(links, TRACKED_BYTES),
    limit: CLIPPED,
    links: links.length,
    pictures: [...html.matchAll(/<img\b/gi)].length,
  };
}

/** The tags that a platform will fill in, in the forms that the known ones use. What was crawled cannot hold any: it is escaped. */
export function tagsIn(html: string): string[] {
  return html.match(/\*\|[\w:]{1,60}\|\*|\{\{[^{}]{1,80}\}\}|\{\$\w{1,60}\}|<%[^<>%]{1,60}%>/g) ?? [];
}

/** Whether the email is too large, and then what to cut: which blocks are the largest, and how many of them must go. */
export function sizeProblems(rendered: Rendered, issue: Issue, newsletter?: Newsletter): RenderProblem[] {
  const { filled, tracked } = sizeOf(rendered);
  const size = `the email is ${figure(filled)} bytes of HTML`;
  if (filled >= CLIPPED)
    return [
      {
        rule: 'size',
        level: 'error',
        detail: `${size}; Gmail cuts it at ${figure(CLIPPED)} and hides the footer. ${whatToCut(filled, issue, newsletter)}`,
      },
    ];
  if (filled >= HEAVY)
    return [
      { rule: 'size', level: 'warning', detail: `${size}; stay under ${figure(HEAVY)}, since a platform adds to it` },
    ];
  if (tracked < CLIPPED) return [];
  const detail = `${size}, and about ${figure(tracked)} where the platform counts clicks on its links; Gmail cuts it at ${figure(CLIPPED)}`;
  return [{ rule: 'size', level: 'warning', detail }];
}

function whatToCut(bytes: number, issue: Issue, newsletter?: Newsletter): string {
  const blocks = blockSizes(issue, bytes, newsletter).sort((a, b) => b.bytes - a.bytes);
  let left = bytes;
  let cut = 0;
  // a little more than must be, since the sizes are estimates
  while (left >= CLIPPED * 0.97 && cut < blocks.length) left -= blocks[cut++]?.bytes ?? 0;
  const named = blocks.slice(0, 5).map(({ name, bytes }) => `“${name}” (${(bytes / 1000).toFixed(1)} KB)`);
  if (!named.length || left >= CLIPPED) return 'Shorten the letter, or the templates.';
  const most = cut === 1 ? 'the largest block' : `the ${cut} largest of the ${blocks.length} blocks`;
  return `Shorten or delete blocks: without ${most} it fits. Largest: ${named.join(', ')}`;
}

/** About how many bytes each block takes: its own words and links, and its share of the tags around them. */
function blockSizes(issue: Issue, bytes: number, newsletter?: Newsletter): { name: string; bytes: number }[] {
  const frame = frameOf(issue, newsletter);
  const { groups, letter } = htmlView(frame) as { groups: { blocks: View[] }[]; letter: View[] };
  const weight = (view: unknown) => Buffer.byteLength(JSON.stringify(view));
  const own = groups.flatMap(({ blocks }) => blocks).map(weight);
  const words = own.reduce((sum, each) => sum + each, weight(letter));
  const around = (bytes - FRAME_BYTES - words) / Math.max(1, own.length);
  return frame.blocks.map(({ heading }, i) => ({
    name: (heading && lineText(heading.nodes).slice(0, 60)) || `block ${i + 1}`,
    bytes: Math.max(200, (own[i] ?? 0) + around),
  }));
}

function figure(count: number): string {
  return Math.round(count).toLocaleString('en');
}
