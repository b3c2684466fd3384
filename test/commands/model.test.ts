/** A model that fails, through the real command: an issue comes out, and one line says why it is extractive. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { copyOf, issueFile, NEWSLETTER, pullquote, SAMPLE, sampleWorkspace } from '../support/cli.ts';
import { goodModel } from '../support/goodModel.ts';
import { type ModelCall, type ModelReply, type ModelServer, startModelServer } from '../support/model-server.ts';

const WINDOW = ['--since', '2026-11-09', '--until', '2026-11-16'];
const KEY = 'sk-planted-0123456789';

let model: ModelServer;
afterEach(() => model.close());

let week: Promise<string> | undefined;
/** The sample week, crawled once; each test takes a copy. */
async function crawled(): Promise<string> {
  week ??= (async () => {
    const dir = sampleWorkspace();
    await pullquote(['-C', dir, 'crawl', '--replay', SAMPLE, ...WINDOW]);
    return dir;
  })();
  return copyOf(await week);
}
async function drafting(answer: (call: ModelCall, n: number) => ModelReply, more = '') {
  const dir = await crawled();
  model = await startModelServer(answer);
  const line = `model: { name: deepseek/deepseek-flash, url: "${model.url}"${more} }\n`;
  writeFileSync(join(dir, 'newsletter.yaml'), `${NEWSLETTER}${line}`);
  const env = { PULLQUOTE_ALLOW: model.host, DEEPSEEK_API_KEY: KEY };
  return {
    dir,
    draft: (...args: string[]) => pullquote(['-C', dir, 'draft', '--no-crawl', ...WINDOW, ...args], { env }),
  };
}

it.each<[string, ModelReply, string]>([
  ['402', { status: 402, error: `Insufficient Balance of ${KEY}` }, 'no credit left'],
  ['429 for ten minutes', { status: 429, headers: { 'retry-after': '600' } }, 'left alone for 10 minutes'],
])('%s: one call, one plain message, an issue', async (_name, reply, words) => {
  const { dir, draft } = await drafting(() => reply);
  const { code, stdout, stderr } = await draft();
  expect(code).toBe(0);
  expect(model.calls).toHaveLength(1);
  expect(stdout.match(/the model was asked no further/g)).toHaveLength(1);
  expect(stdout.split('\n').find((line) => line.startsWith('Model: '))).toContain(words);
  expect(stdout).toMatch(/Writer: \d+ extractive\./);
  expect(stdout + stderr + readFileSync(join(dir, 'issues/001/evidence.json'), 'utf8')).not.toContain(KEY);
  expect(issueFile(dir, 'issue.md')).toContain('\n## ');
});

it('a dry run says what the calls take at most and at whose price; the bill after it stays below', async () => {
  const { answer, counted } = goodModel();
  const { draft } = await drafting(answer, ', price: { input: 0.15, cached: 0.003, output: 0.6 }');
  const dry = await draft('--dry-run');
  const most =
    /At most \d+ calls, \d+ tokens, \$(\S+), at the price in newsletter\.yaml; never more than the budget of \$0\.10\./;
  expect(dry.stdout).toMatch(most);
  expect(counted).toHaveLength(0);

  const { stdout } = await draft();
  const [, estimated] = dry.stdout.match(most) ?? [];
  const [, spent] = stdout.match(/reasoning\), \$(\S+) of \$0\.10\./) ?? [];
  expect(Number(spent)).toBeGreaterThan(0);
  expect(Number(spent)).toBeLessThan(Number(estimated));
  expect(counted.length).toBeLessThanOrEqual(20);
  // by purpose, with what was cached and thought
  const writes = counted.filter(({ purpose }) => purpose === 'write');
  const sum = (figure: 'tokensIn' | 'tokensCached' | 'tokensOut') =>
    writes.reduce((total, one) => total + one[figure], 0);
  const row = stdout.split('\n').find((line) => line.startsWith('write '));
  expect(row?.split(/ +/).slice(1, 7).map(Number)).toEqual([
    ...[writes.length, 0, sum('tokensIn'), sum('tokensCached'), sum('tokensOut'), writes.length * 400],
  ]);
  const again = await draft();
  expect(again.stdout).toContain('Bill: 0 calls (');
  expect(again.stdout).toContain('$0.0000 of $0.10.');
});
