import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KIND_EXAMPLES, KIND_NAMES, KINDS } from '../../src/config/kinds.ts';
import { parseSources } from '../../src/config/sources.ts';

const doc = readFileSync('docs/sources.md', 'utf8');
const starter = readFileSync('sources.yaml', 'utf8');
const read = (line: string) => parseSources(`- ${line}\n`, 'sources.yaml');
/** The rows of the table below a heading: what stands between bars. */
const rowsUnder = (heading: string) => {
  const section = doc.split(`${heading}\n`)[1]?.split(/\n#/)[0] ?? '';
  return section.split('\n').filter((line) => /^\| `/.test(line));
};

describe('docs/sources.md', () => {
  it.each(KIND_NAMES)('has %s, with an example that is a source', (kind) => {
    const row = rowsUnder('## Kinds').find((line) => line.startsWith(`| \`${kind}\` |`));
    const example = /`(\{ kind: .*\})`/.exec(row ?? '')?.[1];
    expect(example).toContain(`kind: ${kind}`);
    expect(read(example ?? '')).toHaveLength(1);
    expect(read(KIND_EXAMPLES[kind])).toHaveLength(1);
  });

  it.each(KIND_NAMES)('has every key of %s', (kind) => {
    const own = rowsUnder('### The keys of each kind').find((line) => line.split(' | ')[0]?.includes(`\`${kind}\``));
    const common = rowsUnder('## Keys that every source may carry').join('\n');
    const keys = Object.keys(KINDS[kind].shape).filter((key) => key !== 'kind');
    expect(keys.filter((key) => ![own, common].some((text) => text?.includes(`\`${key}\``)))).toEqual([]);
  });

  it('has every field of a JSON map, and no example that is refused', () => {
    const fields = doc.split('`map` needs')[1]?.split('\n\n')[0] ?? '';
    for (const field of Object.keys(KINDS.json.shape.map.shape))
      expect(`\`map\` needs${fields}`).toContain(`\`${field}\``);
    const examples = [...doc.matchAll(/`(\{ kind: [^`]*\})`/g)].map(([, line]) => line as string);
    expect(examples.length).toBeGreaterThanOrEqual(KIND_NAMES.length);
    for (const line of examples) expect(read(line), line).toHaveLength(1);
  });
});

it('the starter list names every kind and every key that a source may carry', () => {
  const remarks = starter
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .join('\n');
  const { url: _, ...common } = KINDS.feed.shape;
  for (const word of [...KIND_NAMES, ...Object.keys(common)]) expect(remarks).toMatch(new RegExp(`\\b${word}\\b`));
});
