import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseIssue } from '../../src/issue/parse.ts';
import type { Evidence } from '../../src/types.ts';
import { issueFile, NEWSLETTER, pullquote, workspace } from '../support/cli.ts';
import { entry, type FarmEntry } from '../support/farm.ts';
import { type LoopbackServer, reply, startServer } from '../support/servers.ts';

const FIRST = ['--since', '2026-11-09', '--until', '2026-11-16'];
const SECOND = ['--since', '2026-11-16', '--until', '2026-11-23'];

/** An entry that stands at `path` of the one host that there is; several feeds may have it. */
interface Piece extends Pick<FarmEntry, 'title' | 'date' | 'html'> {
  path: string;
}
const paragraphs = (...sentences: string[]) => sentences.map((words) => `<p>${words}</p>`).join('');
const farmed = (name: string, date: string): Piece => ({ ...entry(name, date), path: `lab/${name.toLowerCase()}` });

const osprey = farmed('Osprey', '2026-11-12T08:00:00Z');
const tallow = farmed('Tallow', '2026-11-13T08:00:00Z');
const juniper = farmed('Juniper', '2026-11-14T08:00:00Z');
const cinder: Piece = {
  path: 'lab/cinder',
  title: 'Cinder, a language model that reads the meters of a whole street',
  date: '2026-11-11T08:00:00Z',
  html: paragraphs(
    'Cinder is a small language model that walks past every gas meter of Pell Street at night and writes down what it sees.',
    'The residents were asked, and most of them would rather open the door to a machine than to the man from the office.',
    'Nobody should trust a reading that no person has looked at, and the council knows it, because the first bills were wrong.',
    'What it saves is shoes: the readers of Pell Street wore out four pairs a year, and now they sit and wait for complaints.',
    'The hard part was the dog at number nine, who has opinions about strangers and none about benchmarks.',
    'A clerk who checks every tenth figure by hand says that the machine is wrong less often than the men were, and never rude.',
    'Whether the street will keep it is a matter of money, because the lamps it needs cost more than the shoes ever did.',
  ),
};
/** What the paper says of Osprey a week later: the same matter, with figures and a name that nobody had. */
const followUp: Piece = {
  path: 'paper/osprey-halden',
  title: 'Osprey, the language model that tells kiln from lantern, failed 37 times at Halden Dock',
  date: '2026-11-18T08:00:00Z',
  html: paragraphs(
    'The language model Osprey mistook a kiln for a lantern 37 times in one night at Halden Dock, and Wendla Marsh, who counted, wants it switched off before Christmas.',
    'Osprey was trained to judge one kiln from another, and the mortar works that paid for it now say that 12 of the mistakes were their own.',
    'What made Osprey worth the wait was that it never guessed the weight of an orchard; at Halden Dock it guessed, and nobody asked it to stop.',
    'Wendla Marsh believes that a nettle keeper with a lamp would have done better, because a keeper is afraid of the dark and a model is not.',
    'The works must now decide who pays for the lantern, and the price on the label of Osprey means even less than it did to the kiln trade.',
  ),
};
const unheard: Piece = {
  path: 'lab/basalt',
  title: 'A language model for bakers weighs flour by ear',
  date: '2026-11-17T08:00:00Z',
  html: paragraphs(
    'Bakers in Ostrow tip a sack, and a language model called Basalt hears from the hiss how much flour has left it.',
    'It was taught with nine thousand recordings of sacks, most of them made before sunrise by apprentices who were not asked.',
    'The bread is no better for it, but the mornings are, because nobody has to argue about the scales any more.',
    'An old miller who came to listen said that the sound of rye is the sound of rain, and that any child could have told them so.',
    'The recordings belong to the bakers, who must be asked before anyone makes another model out of their mornings and their sacks.',
    'A baker must still taste the dough, since no microphone can tell salt from sugar and the model never claimed to.',
  ),
};
/** Word for word what a page says, under another address and heading. */
const copyOf = (piece: Piece, path: string, title: string, date: string): Piece => ({ ...piece, path, title, date });

const week1 = { lab: [farmed('Fjord', '2026-11-10T08:00:00Z'), cinder, osprey, tallow, juniper], paper: [], links: [] };
const week2 = {
  lab: [unheard],
  paper: [
    followUp,
    copyOf(tallow, 'paper/wire-1', 'Tallow and the people who wait for it', '2026-11-19T08:00:00Z'),
    copyOf(cinder, 'paper/wire-2', 'The meters of Pell Street are read by a language model', '2026-11-19T09:00:00Z'),
  ],
  // others pass the first week's pages on
  links: [
    { ...juniper, date: '2026-11-20T08:00:00Z', html: paragraphs('A language model, and worth a look.') },
    { ...osprey, date: '2026-11-20T09:00:00Z', html: paragraphs('A language model by the sea.') },
  ],
};

function rss(home: string, entries: Piece[]): string {
  const items = entries.map(
    ({ title, path, date, html }) =>
      `<item><title>${title}</title><link>${home}/${path}</link><guid>${path} ${date}</guid><pubDate>${new Date(date).toUTCString()}</pubDate><content:encoded><![CDATA[${html}]]></content:encoded></item>`,
  );
  const channel = `<title>x</title><link>${home}/</link><description>x</description>${items.join('')}`;
  return `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>${channel}</channel></rss>`;
}

const HEADING = 'My own words about *Osprey* at sea';
let feeds: Record<string, Piece[]> = week1;
let server: LoopbackServer;
let config: Record<string, string>;
let dir: string;
let second: string;
let evidenceText: string;
let evidence: Evidence;
const run = (folder: string, ...args: string[]) =>
  pullquote(['-C', folder, ...args], { env: { PULLQUOTE_ALLOW: server.host } });
const draft = (folder: string, ...args: string[]) => run(folder, 'draft', '--model', 'none', ...args);
const pageOf = ({ path }: Piece) => `${server.url}/${path}`;

beforeAll(async () => {
  server = await startServer((hit, response) => {
    const entries = feeds[hit.path.slice(1).replace('.xml', '')];
    if (!entries) return reply(response, 404, 'no such feed');
    reply(response, 200, rss(`http://${hit.headers.host}`, entries), { 'content-type': 'application/rss+xml' });
  });
  const sources = ['lab', 'paper', 'links'].map(
    (name) => `- { kind: feed, url: "${server.url}/${name}.xml", name: ${name} }`,
  );
  config = {
    'sources.yaml': `${sources.join('\n')}\n`,
    'newsletter.yaml': `${NEWSLETTER}limits: { perSource: 9, perDomain: 9 }\n`,
  };
  dir = workspace(config);
  expect(await draft(dir, ...FIRST)).toMatchObject({ code: 0 });
  writeFileSync(join(dir, 'issues/001/issue.md'), edited(issueFile(dir, 'issue.md')));
  feeds = week2;
  const record = ['--record', join(dir, 'kept.har.gz')];
  expect(await draft(dir, '--number', '2', ...record, ...SECOND)).toMatchObject({ code: 0 });
  second = issueFile(dir, 'issue.md', 2);
  evidenceText = issueFile(dir, 'evidence.json', 2);
  evidence = JSON.parse(evidenceText);
}, 60_000);
afterAll(() => server.close());

/** The editor gives Osprey another heading, deletes Cinder, and tells of Juniper in words of their own, with its link. */
function edited(issue: string): string {
  const blocks = parseIssue(issue).blocks.map(({ markdown }) => markdown);
  expect(blocks).toHaveLength(5);
  let text = issue;
  for (const block of blocks) {
    if (block.startsWith('## Osprey')) text = text.replace(block, block.replace(/^## .*/, `## ${HEADING}`));
    if (block.startsWith('## Cinder')) text = text.replace(block, '');
    if (block.startsWith('## Juniper'))
      text = text.replace(block, `## By hand\n\nSee [what they made](${pageOf(juniper)}) of it.\n\n`);
  }
  return text;
}

describe('a second week after a first', () => {
  it('tells nothing twice: not a page that is passed on, nor a copy under another address', () => {
    const links = parseIssue(second).blocks.flatMap((block) => block.links);
    for (const piece of [tallow, juniper, osprey]) expect(links).not.toContain(pageOf(piece));
    expect(second).not.toContain('Tallow');
    expect(second).not.toContain('Juniper');
    expect(second).toContain(`## ${unheard.title}`);
    const reasons = evidence.runnersUp.map(({ title, reason }) => [title.split(/[ ,]/)[0], reason]);
    expect(reasons.toSorted()).toEqual([
      ['Juniper', 'told-before'],
      ['Tallow', 'told-before'],
    ]);
    expect(evidence.dropped['told-before']).toBe(2);
  });

  it('tells what is new as an update that names the issue, under the heading that the editor gave it', () => {
    expect(second.match(/^Update to .*$/gm)).toEqual(['Update to “My own words about Osprey at sea” in issue 1.']);
    const block = evidence.blocks.find(({ told }) => told?.update);
    expect(block?.markdown).toContain(`## ${followUp.title}`);
    expect(block?.told).toMatchObject({ number: 1, heading: 'My own words about Osprey at sea', url: pageOf(osprey) });
    expect(block?.told?.detail).toContain('37');
    expect(block?.items.map(({ url }) => url)).toEqual([pageOf(followUp)]);
    expect(block?.reasons.find(({ term }) => term === 'novelty')?.detail).toContain('issue 1 told “My own words');
  });

  it('may tell what the editor had deleted, since no reader saw it', () => {
    expect(second).toContain('## The meters of Pell Street are read by a language model');
  });

  it('passes the proofreading: the number of an issue is in no source and needs none', async () => {
    const checked = await run(dir, 'check', '2');
    expect(checked).toMatchObject({ code: 0 });
    expect(checked.stdout).toContain('0 errors');
    expect(checked.stdout).not.toContain('number-not-in-source');
  });

  it('keeps the block in its place when it is drafted again', async () => {
    const again = await draft(dir, '--number', '2', ...SECOND);
    expect(again).toMatchObject({ code: 0 });
    expect(issueFile(dir, 'issue.md', 2)).toBe(second);
  });

  it('gives the same bytes when its recording is replayed in an empty folder', async () => {
    const empty = workspace(config);
    const replayed = await draft(empty, '--replay', join(dir, 'kept.har.gz'), ...SECOND);
    expect(replayed).toMatchObject({ code: 0 });
    expect(issueFile(empty, 'issue.md', 2)).toBe(second);
    expect(issueFile(empty, 'evidence.json', 2)).toBe(evidenceText);
  });
});
