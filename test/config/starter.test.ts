import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseSources } from '../../src/config/sources.ts';
import { guardUrl } from '../../src/text/guard.ts';

const file = 'sources.yaml';
const sources = parseSources(readFileSync(file, 'utf8'), file);

it('the starter list has forty sources and more, of every sort that an editor reads', () => {
  expect(sources.length).toBeGreaterThanOrEqual(40);
  const tags = new Set(sources.flatMap((source) => source.tags));
  for (const tag of ['lab', 'blog', 'news', 'talk', 'papers', 'digest', 'podcast', 'video'])
    expect(tags).toContain(tag);
  const kinds = new Set(sources.map(({ kind }) => kind));
  for (const kind of ['feed', 'hackernews', 'youtube', 'podcast', 'page', 'json']) expect(kinds).toContain(kind);
});

it('needs no key, asks no inner address, and weighs its sources', () => {
  for (const { url } of sources) expect(guardUrl(url.replace('{day}', '2026-11-16')).ok, url).toBe(true);
  expect(readFileSync(file, 'utf8').replace(/^#.*$/gm, '')).not.toContain('${');
  expect(new Set(sources.map(({ weight }) => weight)).size).toBeGreaterThan(4);
});
