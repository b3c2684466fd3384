import { describe, expect, it } from 'vitest';
import type { CrawlReport } from '../../src/actions/crawl.ts';
import { type Find, toldFinds } from '../../src/actions/finds.ts';
import { findId } from '../../src/text/find.ts';
import type { ChosenStory, Original, Selection, Story } from '../../src/types.ts';
import { item, original } from '../support/items.ts';

const POST = 'https://x.com/ada/status/1';
const PAGE = 'https://wall.test/ladders';
const find = (url: string): Find => ({ url, added: '2026-11-15' });
const found = (url: string, more: Partial<Original> = {}) => original({ url, sourceId: findId(url), ...more });
const storyOf = (items: Original[]): Story => {
  const [lead] = items as [Original, ...Original[]];
  return { id: lead.id, title: lead.title, items, lead, score: 1, onTopic: true, reasons: [] };
};
const selected = (chosen: Story[], more: Partial<Selection> = {}): Selection => ({
  ...{
    chosen: chosen.map((story): ChosenStory => ({ ...story, slot: 'reads', quotes: [] })),
    runnersUp: [],
    dropped: {},
    why: new Map(),
  },
  ...more,
});
const told = (
  finds: string[],
  stories: Story[],
  links: string[],
  more: Partial<Selection> = {},
  crawled?: CrawlReport,
) => toldFinds(finds.map(find), { links, stories, selection: selected(stories, more), crawled });

describe('a find', () => {
  it('is used where the issue links its page, trackers and gift aside', () => {
    const gift = `${PAGE}?unlocked_article_code=1`;
    expect(told([gift], [storyOf([found(gift)])], [`${PAGE}?utm_source=x`])).toEqual({ used: [gift], notes: [] });
  });

  it('is used where the issue tells its words under another address', () => {
    const first = original({
      url: 'https://first.test/ladders',
      copies: [item({ url: PAGE, sourceId: findId(PAGE) })],
    });
    expect(told([PAGE], [storyOf([first])], [first.url]).used).toEqual([PAGE]);
  });

  it('waits where another page of its story is told, and says how it gets a block of its own', () => {
    const lead = original({ url: PAGE, title: 'On Ladders' });
    const { used, notes } = told([POST], [storyOf([lead, found(POST)])], [PAGE]);
    expect(used).toEqual([]);
    expect(notes).toEqual([
      `your find ${POST} is not in the issue and waits in the inbox: it belongs to “On Ladders”; for a block of its own, write different: [[${POST}, ${PAGE}]] into editor.yaml.`,
    ]);
  });

  it('waits where there was no room, where it could not be read, and where nobody asked', () => {
    const story = storyOf([found(PAGE)]);
    const noRoom = told([PAGE], [story], [], { chosen: [], runnersUp: [{ story, reason: 'no-room' }] });
    expect(noRoom.notes[0]).toContain('the slots of newsletter.yaml left it out (no-room).');
    const failed = { id: findId(POST), error: 'answered 404' } as CrawlReport['sources'][number];
    const pages = { wanted: 0, captured: 0, empty: 0, failed: [] };
    expect(told([POST], [], [], {}, { sources: [failed], pages }).notes[0]).toContain(
      'could not be read: answered 404.',
    );
    expect(told([POST], [], []).notes[0]).toContain('draft without --no-crawl.');
  });
});
