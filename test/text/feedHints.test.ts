import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../src/text/feed.ts';
import { feedHints, withFreshness } from '../../src/text/feedHints.ts';

const hints = async (head: string, root = '<rss version="2.0">') => {
  const end = root.replace('<', '</').replace(/ .*/, '>');
  const xml = `${root}<channel><title>Tides</title>${head}<item><title>High</title></item></channel>${end}`;
  return (await parseFeed(new TextEncoder().encode(xml), { url: 'https://tides.test/feed' })).hints;
};
const ttl = (text: string) => hints(`<ttl>${text}</ttl>`);

describe('the hints of a feed', () => {
  it('are minutes, hours and days', async () => {
    const head =
      '<ttl> 90 </ttl><skipHours><hour>0</hour><hour>23</hour><hour>1</hour></skipHours><skipDays><day>Saturday</day><day>sunday</day></skipDays>';
    expect(await hints(head)).toEqual({ everyMinutes: 90, skipHours: [0, 1, 23], skipDays: [0, 6] });
  });

  it('are those of the syndication module, whatever its prefix', async () => {
    const root = '<rss version="2.0" xmlns:s="http://purl.org/rss/1.0/modules/syndication/">';
    const updates = (period: string, frequency: string) =>
      hints(`<s:updatePeriod>${period}</s:updatePeriod><s:updateFrequency>${frequency}</s:updateFrequency>`, root);
    expect(await updates('hourly', '1')).toEqual({ everyMinutes: 60 });
    expect(await updates('\n\tdaily\t', '4')).toEqual({ everyMinutes: 360 });
    expect(await updates('weekly', '2')).toEqual({ everyMinutes: 5040 });
    for (const period of ['monthly', 'yearly']) expect(await updates(period, '1')).toEqual({ everyMinutes: 10_080 });
    expect(await updates('now and then', '1')).toBeUndefined();
    for (const frequency of ['0', '-3', 'often'])
      expect(await updates('daily', frequency)).toEqual({ everyMinutes: 1440 });
    expect(await updates('hourly', '1000000')).toEqual({ everyMinutes: 5 });
    expect(await hints('<s:updateFrequency>2</s:updateFrequency>', root)).toEqual({ everyMinutes: 720 });
    expect(await hints('<ttl>30</ttl><s:updatePeriod>hourly</s:updatePeriod>', root)).toEqual({ everyMinutes: 60 });
  });

  it('stand in RDF and after the entries too', async () => {
    const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
      <channel rdf:about="https://tides.test/"><title>Tides</title><sy:updatePeriod>daily</sy:updatePeriod></channel><item><title>High</title></item></rdf:RDF>`;
    const feed = await parseFeed(new TextEncoder().encode(rdf), { url: 'https://tides.test/feed' });
    expect(feed.hints).toEqual({ everyMinutes: 1440 });
    expect(await hints('<item><ttl>5</ttl><title>Low</title></item><ttl>45</ttl>')).toEqual({ everyMinutes: 45 });
  });

  it.each(['0', '-60', 'NaN', 'Infinity', '1e9', '0x10', 'an hour', '', '60 minutes', '9'.repeat(400)])(
    'are none where the ttl is "%s"',
    async (text) => expect(await ttl(text)).toBeUndefined(),
  );

  it('are bounded', async () => {
    expect(await ttl('1')).toEqual({ everyMinutes: 5 });
    expect(await ttl('0.5')).toEqual({ everyMinutes: 5 });
    expect(await ttl('1000000000')).toEqual({ everyMinutes: 10_080 });
  });

  it('take 24 for midnight, each hour once, and what is none for nothing', async () => {
    const hour = (list: (number | string)[]) =>
      hints(`<skipHours>${list.map((one) => `<hour>${one}</hour>`).join('')}</skipHours>`);
    expect(await hour([24, 3, 3, '04', 25, -1, 'noon', '', 1.5])).toEqual({ skipHours: [0, 3, 4] });
    expect(await hour(['x'])).toBeUndefined();
    expect(await hour(Array(10_000).fill(7))).toEqual({ skipHours: [7] });
  });

  it('do not say that no hour, or no day, is left', async () => {
    const hours = [...Array(24).keys()].map((hour) => `<hour>${hour}</hour>`).join('');
    const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
    const all = (names: string[]) => names.map((name) => `<day>${name}</day>`).join('');
    expect(await hints(`<skipHours>${hours}</skipHours><skipDays>${all(days)}</skipDays>`)).toBeUndefined();
    expect(await hints(`<skipDays>${all(days.slice(1))}</skipDays>`)).toEqual({ skipDays: [0, 2, 3, 4, 5, 6] });
    expect(await hints('<skipDays><day>Someday</day><day>Monday!</day><day>Fri</day></skipDays>')).toEqual({
      skipDays: [5],
    });
  });

  it('survive a list that was never closed', async () => {
    expect(await hints('<skipHours><hour>3</hour><hour>4<ttl>60</ttl>')).toEqual({
      everyMinutes: 60,
      skipHours: [3, 4],
    });
  });

  it('are none of Atom, JSON Feed, or a feed that says nothing', async () => {
    expect(feedHints(() => [])).toBeUndefined();
    const json = JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'Tides', ttl: 60, items: [] });
    expect(await parseFeed(new TextEncoder().encode(json), { url: 'https://tides.test/' })).not.toHaveProperty('hints');
  });
});

describe('how long an answer stays fresh', () => {
  const fresh = (control: string, known?: object) => withFreshness(known, { 'cache-control': control });

  it.each([
    ['max-age=1800', 30],
    ['public, Max-Age = 3600, must-revalidate', 60],
    ['max-age="600"', 10],
    ['s-maxage=9, max-age=7200', 120],
    ['max-age=60', 5],
    ['max-age=31536000', 1440],
    ['max-age=999999999999999', 1440],
  ])('%s', (control, everyMinutes) => expect(fresh(control)).toEqual({ everyMinutes }));

  it.each([
    '',
    'max-age=0',
    'max-age=-5',
    'max-age=soon',
    's-maxage=3600',
    'no-cache, max-age=3600',
    'no-store,max-age=60',
  ])('is not said by "%s"', (control) => {
    expect(fresh(control)).toBeUndefined();
    expect(fresh(control, { skipDays: [0] })).toEqual({ skipDays: [0] });
  });

  it('counts beside what the feed says, the longer of the two', () => {
    expect(fresh('max-age=3600', { everyMinutes: 30, skipHours: [3] })).toEqual({ everyMinutes: 60, skipHours: [3] });
    expect(fresh('max-age=3600', { everyMinutes: 4000 })).toEqual({ everyMinutes: 4000 });
  });
});
