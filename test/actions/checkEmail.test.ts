import { describe, expect, it } from 'vitest';
import { check } from '../../src/actions/check.ts';
import type { Workspace } from '../../src/actions/workspace.ts';
import { SourceError } from '../../src/errors.ts';
import { filePlatform } from '../../src/platforms/file.ts';
import type { Fetch, FetchRequest } from '../../src/types.ts';
import { newsletter } from '../render/inputs.ts';
import { crawlWorld, given } from '../support/world.ts';

const FRONT = '---\nnumber: 1\ndate: 2026-02-02\nstatus: draft\n---\n\nHi.\n\n';
const PICTURES =
  '## A\n\n![fine](https://i.test/fine.png)\n\n![large](https://i.test/large.png)\n\n![gone](https://i.test/gone.png)\n\n![page](https://i.test/page.png)\n\n![off](https://off.test/x.png)\n';

async function checked(body: string, links: boolean) {
  const asked: FetchRequest[] = [];
  const fetch: Fetch = async (request) => {
    asked.push(request);
    if (request.url.includes('off.test')) throw new SourceError('the server did not answer');
    const type = { 'content-type': request.url.includes('page') ? 'text/html' : 'image/png' };
    const size = request.url.includes('large') ? 200_001 : 200_000;
    return given(request, 'x'.repeat(size), { headers: type, status: request.url.includes('gone') ? 404 : 200 });
  };
  const world = await crawlWorld(fetch);
  await world.files.write('issues/001/issue.md', FRONT + body);
  const theme = { accent: '#0b6bcb', logo: 'https://i.test/logo.png' };
  const own = newsletter({ theme, platforms: { file: {} } });
  const platforms = { file: filePlatform(world.files) };
  const workspace = { newsletter: own } as Workspace;
  return { report: await check({ ...world, platforms }, workspace, 1, { links }), asked };
}

describe('check --links', () => {
  it('fetches every picture and the logo, and says which a mail should not carry', async () => {
    const { report, asked } = await checked(PICTURES, true);
    expect(report.email.map(({ rule, level, detail }) => [rule, level, detail.replace(/^.*https:/, '')])).toEqual([
      ['picture', 'error', '//i.test/large.png: 201 KB; at most 200 KB. Save it smaller, at about 1,200 pixels width'],
      ['picture', 'error', '//i.test/gone.png: missing, answered 404'],
      ['picture', 'error', '//i.test/page.png: no picture, but text/html'],
      ['picture', 'error', '//off.test/x.png: the server did not answer'],
    ]);
    expect(report.errors).toBe(4);
    const from = Object.fromEntries(asked.map(({ url, from }) => [url, from]));
    expect(from).toMatchObject({ 'https://i.test/logo.png': 'operator', 'https://i.test/fine.png': 'crawled' });
  });

  it('is not asked for by default, when the size alone is told', async () => {
    const { report, asked } = await checked(PICTURES, false);
    expect(asked).toEqual([]);
    expect(report.email).toEqual([]);
    expect(report.size).toMatchObject({ pictures: 6, limit: 102_000 });
    expect(report.size.filled).toBeGreaterThan(report.size.bytes);
  });
});
