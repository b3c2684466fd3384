import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEditor } from '../../src/config/editor.ts';
import { issueFile, NEWSLETTER, pullquote, type Ran, workspace } from '../support/cli.ts';
import { entry, type Farm, MODELS, startFarm } from '../support/farm.ts';

const WINDOW = ['--since', '2026-11-09', '--until', '2026-11-16', '--model', 'none'];
const POST = 'https://x.com/ada/status/1886192184808149383';
const LETTER = 'https://wall.example/members/letter';
const SAID = 'Half of the work with a choir of frogs is finding out which of them sing for the food.';
const WROTE =
  'A letter to members\n\nThe people who built the language model say that the hard part was never the arithmetic but the patience.';
const EDITOR = `# mine, and they stay
inbox:
  - url: ${POST} # a friend sent it
    text: ${SAID}
    section: voices
    added: 2026-11-01
  # pasted, since it is for members
  - { url: ${LETTER}, text: ${JSON.stringify(WROTE)}, author: Ada Rung, section: lead, added: 2026-11-01 }
`;

let farm: Farm;
let dir: string;
let ran: Ran;
const run = (...args: string[]) => pullquote(['-C', dir, ...args], { env: { PULLQUOTE_ALLOW: farm.host } });
const editorOf = () => readFileSync(join(dir, 'editor.yaml'), 'utf8');
const titlesOf = ({ stdout }: Ran) => JSON.parse(stdout).stories.map(({ title }: { title: string }) => title);

beforeAll(async () => {
  const feeds = MODELS.slice(0, 7);
  farm = await startFarm(Object.fromEntries(feeds.map((name) => [name.toLowerCase(), [entry(name, '2026-11-12')]])));
  const sources = feeds.map((name) => `- { kind: feed, url: "${farm.url}/${name.toLowerCase()}.xml", name: ${name} }`);
  const limits = 'limits: { perSource: 9, perDomain: 9 }\n';
  dir = workspace({
    ...{ 'sources.yaml': `${sources.join('\n')}\n`, 'newsletter.yaml': NEWSLETTER + limits, 'editor.yaml': EDITOR },
  });
  ran = await run('draft', ...WINDOW);
});
afterAll(() => farm.close());

describe('what the editor decides', () => {
  it('stands in the issue: the find that was given the lead, few words and all, and a post in a block of its own', () => {
    expect(ran).toMatchObject({ code: 0 });
    const issue = issueFile(dir, 'issue.md');
    expect(issue.indexOf('## A letter to members')).toBe(issue.indexOf('## '));
    expect(issue).toContain(`[A letter to members](${LETTER}), Ada Rung`);
    expect(issue).toContain('> The people who built the language model say');
    expect(issue).toContain(`@[ada](${POST}) (X)\n\n> ${SAID}`);
    for (const name of ['Fjord', 'Cinder', 'Osprey']) expect(issue).toContain(`## ${name}`);
  });

  it('is kept as written, and each find that was told says in which issue', () => {
    const { inbox } = parseEditor(editorOf(), 'editor.yaml');
    expect(inbox.map(({ usedIn }) => usedIn)).toEqual([1, 1]);
    for (const remark of EDITOR.match(/#.*/g) ?? []) expect(editorOf()).toContain(remark);
  });

  it('keeps out what it muted, took out of sources.yaml, or took back', async () => {
    const [before, list] = [editorOf(), readFileSync(join(dir, 'sources.yaml'), 'utf8')];
    const mutes = `mutes: [{ source: fjord }, { source: fjordd }]\n`;
    writeFileSync(join(dir, 'editor.yaml'), before.replace(/ {2}# pasted[\s\S]*/, '') + mutes);
    writeFileSync(join(dir, 'sources.yaml'), list.replace(/.*cinder.*\n/, ''));
    const stories = await run('stories', '--all', '--no-crawl', '--json', ...WINDOW);
    const titles = titlesOf(stories).join('\n');
    for (const name of MODELS.slice(2, 7)) expect(titles).toContain(name);
    expect(titles).not.toMatch(/Fjord|Cinder|letter/);
    expect(JSON.parse(stories.stdout).dropped).toMatchObject({ muted: 1 });
    expect(stories.stderr).toContain('“fjordd”, which is no id in sources.yaml. Did you mean `fjord`?');
    writeFileSync(join(dir, 'editor.yaml'), before);
    writeFileSync(join(dir, 'sources.yaml'), list);
  });

  it('does not come back in the next issue; scripts get JSON of every failure, --quiet says nothing', async () => {
    const missing = await run('check', '9', '--json');
    expect(missing.code).toBe(2);
    expect(JSON.parse(missing.stdout)).toEqual({ error: expect.stringContaining('issues/009'), exitCode: 2 });
    expect(missing.stderr).toContain('issues/009');
    expect(await run('approve', '--offline', '--letter-as-is', '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
    const next = JSON.parse((await run('draft', '--dry-run', '--no-crawl', '--json', ...WINDOW)).stdout);
    expect(next.number).toBe(2);
    for (const { url } of next.blocks) expect([POST, LETTER]).not.toContain(url);
  });
});
