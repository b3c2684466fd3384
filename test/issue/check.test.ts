import { describe, expect, it } from 'vitest';
import { type CheckOptions, checkIssue } from '../../src/issue/check.ts';
import { parseIssue } from '../../src/issue/parse.ts';
import type { BlockEvidence, Check, Evidence } from '../../src/types.ts';
import { draftOf, story } from './invent.ts';

const FERRY = 'https://harbour.example/ferry';
const LOCK = 'https://locks.example/log';
const PAGES: Record<string, string> = {
  [FERRY]:
    'The ferry crossed the bay in March. It carried 42 people and nobody steered. Ines Falk, who built it, slept through the whole crossing. The town paid 3 million euros for it.',
  [LOCK]:
    'Gate three sticks when the river is high. The lock-keeper trained a small model on nine years of her own log.',
};
const front = (more = '') =>
  `---\nnumber: 3\ndate: 2026-03-08\nstatus: draft\n${more}---\nAll of it moved.\n\n* * *\n\n`;

function check(body: string, o: Partial<CheckOptions> = {}, more = ''): Check[] {
  return checkIssue(parseIssue(front(more) + body), { sourceText: (url) => PAGES[url], ...o });
}
const failed = (checks: Check[]) => checks.filter(({ ok }) => !ok).map(({ rule, level }) => `${rule} ${level}`);

describe('quotes', () => {
  const quote = (text: string, url = FERRY) => `## The boat\n\n[The ferry](${url})\n\n${text.replace(/^/gm, '> ')}\n`;

  it('that stand in the page above them are proven, with their block', () => {
    const [found] = check(
      quote('_It carried 42 people_ […] Ines Falk, who built it, slept through the whole crossing.'),
    );
    expect(found).toMatchObject({ rule: 'quote-not-found', ok: true, block: 0 });
  });
  it('that were altered are errors, and the nearest passage is shown', () => {
    const checks = check(quote('It carried 42 people and nobody really steered.'));
    expect(failed(checks)).toEqual(['quote-not-found error']);
    expect(checks.find(({ ok }) => !ok)?.detail).toContain('It carried 42 people and nobody steered');
  });
  it('with no link above them are errors', () => {
    expect(failed(check('## A\n\n> It carried 42 people and nobody steered.\n'))).toContain('quote-not-found error');
  });
  it('of another page of the block are errors that name it', () => {
    const checks = check(
      `## A\n\n[Ferry](${FERRY}) and [lock](${LOCK}).\n\n> It carried 42 people and nobody steered.\n`,
    );
    expect(failed(checks)).toEqual(['quote-other-page error']);
    expect(checks.find(({ ok }) => !ok)?.detail).toContain(`is from ${FERRY}`);
  });
  it('of a page that was not captured can not be proven', () => {
    expect(failed(check(quote('Words.', 'https://unknown.example/')))).toContain('source-incomplete error');
  });
  it('in the letter, in lists and in a voice are checked too', () => {
    const letter = parseIssue(front().replace('All of it moved.', `[Ferry](${FERRY})\n\n> It sank.`));
    expect(failed(checkIssue(letter, { sourceText: (url) => PAGES[url] }))).toEqual(['quote-not-found error']);
    expect(failed(check(`## A\n\n- [Ferry](${FERRY})\n  > It sank.\n`))).toEqual(['quote-not-found error']);
    expect(failed(check(`## A\n\n@[ines](${FERRY}) (harbour)\n\n> It sank.\n`))).toEqual(['quote-not-found error']);
  });
  it('under a link to a second of a video are proven in the video', () => {
    const video = 'https://youtu.be/abc';
    const body = `## A\n\n[The film](${video})\n\n[12:34](https://youtu.be/abc?t=754)\n\n> Gate three sticks when the river is high.\n`;
    expect(failed(check(body, { sourceText: (url) => (url === video ? PAGES[LOCK] : undefined) }))).toEqual([]);
  });
  it('signed by a name that the page has not are errors', () => {
    expect(failed(check(quote('It carried 42 people and nobody steered.\n— Ines Falk, engineer')))).toEqual([]);
    expect(failed(check(quote('It carried 42 people and nobody steered.\n— Jon Rask')))).toEqual([
      'attribution-mismatch error',
    ]);
  });
});

describe('a quote that is vouched for', () => {
  const vouch = (fields: string) => `vouched:\n  - { ${fields}, heard: 2026-03-06, at: "12:34" }\n`;
  const body = `## A\n\n[The talk](${FERRY})\n\n> We turned it on and went out for coffee, all of us.\n`;
  const whole = (quote: string, by = 'Ines Falk', url = FERRY) => vouch(`quote: "${quote}", by: ${by}, url: "${url}"`);

  it.each([['We turned it on and went out for coffee, all of us'], ['we turned it on and went out for']])(
    'by “%s” passes, and says by whom it was said',
    (words) => {
      const checks = check(body, {}, whole(words));
      expect(failed(checks)).toEqual([]);
      expect(checks[0]).toMatchObject({
        ok: true,
        detail: expect.stringMatching(/vouched.*Ines Falk.*2026-03-06 at 12:34/),
      });
    },
  );
  it('by fewer words, other words, or for another page does not pass', () => {
    expect(failed(check(body, {}, whole('We turned it on')))).toEqual(['quote-not-found error']);
    expect(failed(check(body, {}, whole('We turned it off and went out for coffee, all of us')))).toEqual([
      'quote-not-found error',
    ]);
    expect(failed(check(body, {}, whole('We turned it on and went out for', 'Ines', LOCK)))).toEqual([
      'quote-other-page error',
    ]);
  });
  it('is signed by whom the editor heard', () => {
    const signed = body.replace('us.\n', 'us.\n> — Jon Rask\n');
    expect(failed(check(signed, {}, whole('We turned it on and went out for', 'Jon Rask')))).toEqual([]);
    expect(failed(check(signed, {}, whole('We turned it on and went out for')))).toEqual([
      'attribution-mismatch error',
    ]);
  });
});

describe('attributions', () => {
  const voice = (handle: string, url: string, o: Partial<CheckOptions> = {}) =>
    failed(check(`## A\n\n@[${handle}](${url}) (X)\n`, { knownLinks: new Set([url]), ...o })).filter((line) =>
      line.startsWith('attribution'),
    );

  it.each([
    ['Sea\\_Dog', 'https://x.com/sea_dog/status/12', []],
    ['sea', 'https://x.com/sea_dog/status/12', ['attribution-mismatch error']],
    ['sea', 'https://mobile.twitter.com/sea/status/12?s=20', []],
    ['sea', 'https://x.com/i/web/status/12', ['attribution-mismatch warning']],
    ['ada.bsky.social', 'https://bsky.app/profile/ada.bsky.social/post/3k', []],
    ['ada', 'https://bsky.app/profile/ada.bsky.social/post/3k', []],
    ['bob', 'https://bsky.app/profile/ada.bsky.social/post/3k', ['attribution-mismatch error']],
    ['ada', 'https://mastodon.example/@ada/1234', []],
    ['ada@mastodon.example', 'https://mastodon.example/@ada/1234', []],
    ['bob', 'https://mastodon.example/@ada@far.example/1234', ['attribution-mismatch error']],
    ['anyone', 'https://blog.example/@ada/a-title', []],
    ['ada', 'https://news.ycombinator.com/item?id=7', ['attribution-mismatch warning']],
  ])('@%s for %s', (handle, url, wrong) => {
    expect(voice(handle, url)).toEqual(wrong);
  });
  it('are held against the captured author', () => {
    const url = 'https://news.ycombinator.com/item?id=7';
    const pageOf = () => ({ author: 'ada' });
    expect(voice('Ada', url, { pageOf })).toEqual([]);
    expect(voice('bob', url, { pageOf })).toEqual(['attribution-mismatch error']);
  });
  it('in prose are held against their link too, those inside a quote are the source’s', () => {
    const prose = '## A\n\nAs [@bob](https://x.com/ada/status/1) and @[eve](https://x.com/ada) say.\n';
    expect(failed(check(prose)).filter((line) => line.startsWith('attribution'))).toHaveLength(2);
    expect(failed(check(`## A\n\n[a](${FERRY})\n\n> [@bob](https://x.com/ada)\n`)).join()).not.toContain('attribution');
  });
});

describe('links', () => {
  it('that no source has are warnings: in words, pictures, quotes and bare', () => {
    const body = `## A\n\n[a](${FERRY}) [b](https://b.example) https://c.example/x.\n\n![d](https://d.example/d.png)\n\n> [It carried](https://e.example) 42 people\n`;
    const checks = check(body).filter(({ rule }) => rule === 'link-not-in-source');
    expect(checks.map(({ level, detail }) => [level, /https:\/\/\S+/.exec(detail)?.[0]])).toEqual(
      ['https://b.example', 'https://e.example', 'https://d.example/d.png', 'https://c.example/x'].map((url) => [
        'warning',
        url,
      ]),
    );
  });
  it('that only look like links in the subject or preheader are none of the machine’s', () => {
    const evidence = { ...machine('## A\n\n[a](https://harbour.example/ferry)'), preheader: '[a](https://b.example)' };
    const checks = check(`## A\n\n[a](${FERRY}) https://b.example\n`, { evidence });
    expect(failed(checks).filter((line) => line.startsWith('link'))).toEqual(['link-not-in-source warning']);
  });
  it('are known by their page, with or without trackers', () => {
    const body = '## A\n\n[a](https://www.news.example/a?utm_source=x&gift=1) [b](mailto:a@b.example)\n';
    expect(
      failed(check(body, { knownLinks: new Set(['news.example/a']) })).filter((line) => line.startsWith('link')),
    ).toEqual([]);
  });
});

/** Evidence with one block by the model, and the issue in which it stands. */
function machine(markdown: string, more: Partial<BlockEvidence> = {}): Evidence {
  const { evidence } = draftOf([story(1)], 1);
  const items = [
    {
      url: FERRY,
      title: 'The ferry that nobody steers',
      source: 'Harbour Post',
      publishedAt: '2026-03-02T00:00:00.000Z',
    },
  ];
  const block: BlockEvidence = { ...(evidence.blocks[0] as BlockEvidence), markdown, items, ...more };
  return { ...evidence, blocks: [block], letter: { markdown: '', writer: 'model' }, subjects: [], preheader: '' };
}

describe('words', () => {
  const truth = `## The ferry\n\n[It carried 42 people](${FERRY}) across the bay. The town paid 3 million euros.`;
  const wrong = truth.replace('3 million', '7 million');

  it('of the machine with a number that its sources have not are errors', () => {
    expect(failed(check(truth, { evidence: machine(truth) }))).toEqual([]);
    expect(failed(check(wrong, { evidence: machine(wrong) }))).toEqual(['number-not-in-source error']);
    expect(failed(check(wrong.replace('The town', ' The\n town'), { evidence: machine(wrong) }))).toEqual([
      'number-not-in-source error',
    ]);
  });
  it('of the machine may rest on any item of the story, linked or not', () => {
    const text = `## The ferry\n\n[The log](${LOCK}) was kept for nine years. The town paid 3 million euros.`;
    expect(failed(check(text, { evidence: machine(text) }))).toEqual([]);
  });
  it('of the editor with the same finding are warnings, beside a sentence of the machine that is still an error', () => {
    expect(failed(check(wrong, { evidence: machine(truth) }))).toEqual(['number-not-in-source warning']);
    const both = wrong.replace('42 people', '64 people');
    expect(failed(check(both, { evidence: machine(wrong) }))).toEqual([
      'number-not-in-source warning',
      'number-not-in-source error',
    ]);
  });
  it('in quotation marks are an error whoever wrote them, but for a few words of an editor', () => {
    const quoting = (words: string) => failed(check(`## A\n\n[The ferry](${FERRY}) is “${words}” they say.\n`));
    expect(quoting('steered by nobody but the wind')).toEqual(['quote-not-found error']);
    expect(quoting('crossed the bay in March')).toEqual([]);
    expect(quoting('a moat')).toEqual(['quote-not-found warning']);
  });
  it('in headings and the subject are held to the same', () => {
    const heading = truth.replace('## The ferry', '## A ferry for 900 people');
    expect(failed(check(heading, { evidence: machine(heading) }))).toEqual(['number-not-in-source error']);
    const evidence = { ...machine(truth), subjects: ['900 people on a ferry'] };
    expect(failed(check(truth, { evidence }, 'subject: 900 people on a ferry\n'))).toEqual([
      'number-not-in-source error',
    ]);
    expect(failed(check(truth, { evidence }, 'subject: 900 people on one ferry\n'))).toEqual([
      'number-not-in-source warning',
    ]);
  });
  it('of the machine claim nothing; an editor may', () => {
    const proud = truth.replace('The town paid 3 million euros.', 'I tried it and loved it.');
    expect(failed(check(proud, { evidence: machine(proud) })).join()).toContain('claims-experience error');
    expect(failed(check(proud, { evidence: machine(truth) })).join()).not.toContain('claims-experience');
  });
  it('taken from a page, and the newsletter’s own, are not held against a page', () => {
    const title = `## Ferry no. 9 opens\n\n[Ferry no. 9 opens](${FERRY}), Harbour Post`;
    expect(failed(check(title, { evidence: machine(title, { writer: 'extractive' }) }))).toEqual([]);
    const house = 'A word from [Lantern 77](https://sponsor.example).\n';
    expect(failed(check(house, { house: [house] }))).toEqual([]);
  });
  it('with nothing captured to hold them against say so, once a block', () => {
    const unknown = { sourceText: () => undefined };
    expect(failed(check(truth, { ...unknown, evidence: machine(truth) }))).toEqual(['source-incomplete error']);
    expect(
      failed(check(truth, { ...unknown, evidence: machine('## Other') })).filter((line) => line.startsWith('source')),
    ).toEqual(['source-incomplete warning']);
  });
  it('leave length and clock alone', () => {
    const film = `## The ferry (1h 5m)\n\n[The film](${FERRY})\n\n[12:34](${FERRY}?t=754)\n\n> It carried 42 people and nobody steered.\n`;
    expect(failed(check(film, { evidence: machine(film) }))).toEqual([]);
  });
});
