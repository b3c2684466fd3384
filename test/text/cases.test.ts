import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkBlurb } from '../../src/text/blurb.ts';
import type { SourceText } from '../../src/types.ts';

/**
 * Our own cases: sources, and sentences with the rule that must refuse each, or `true`. `role-swapped` marks what only the model's check can catch, so that it is counted apart.
 * The table is kept in `table.txt` beside the cases.
 */
const FOLDER = join(import.meta.dirname, '../fixtures/cases');

interface Case {
  file: string;
  sources: SourceText[];
  expected: string;
  kind: string;
  blurb: string;
  refusedBy: string[];
}

function casesOf(file: string): Case[] {
  const { sources, cases } = parse(readFileSync(join(FOLDER, file), 'utf8')) as {
    sources: SourceText[];
    cases: [string, string, string][];
  };
  return cases.map(([expected, kind, blurb]) => {
    const failed = checkBlurb(blurb, sources).filter(({ ok, level }) => !ok && level === 'error');
    return { file, sources, expected, kind, blurb, refusedBy: failed.map(({ rule }) => rule) };
  });
}

const all = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap(casesOf);
const truths = all.filter(({ expected }) => expected === 'true');
const lies = all.filter(({ expected }) => expected !== 'true' && expected !== 'role-swapped');
const swapped = all.filter(({ expected }) => expected === 'role-swapped');
const told = ({ file, blurb, refusedBy }: Case) => `${file}: ${blurb} [${refusedBy.join(' ')}]`;

/** Kind by kind: how many true ones were accepted and refused, how many false ones caught and missed. */
function table(): string {
  const row = (name: string, list: Case[]): string => {
    const count = (of: Case[], refused: boolean) =>
      list.filter((one) => of.includes(one) && one.refusedBy.length > 0 === refused).length;
    const cells = [
      count(truths, false),
      count(truths, true),
      count(lies, true),
      count(lies, false),
      count(swapped, true),
      count(swapped, false),
    ];
    return name.padEnd(14) + cells.map((n) => String(n || '.').padStart(9)).join('');
  };
  const head = ['accepted', 'refused', 'caught', 'missed', 'caught', 'left'].map((word) => word.padStart(9)).join('');
  const kinds = [...new Set(all.map(({ kind }) => kind))].sort();
  return [
    `${''.padEnd(14)}${'true'.padStart(9)}${''.padEnd(9)}${'false'.padStart(9)}${''.padEnd(9)}${'swapped'.padStart(9)}`,
    `${'kind'.padEnd(14)}${head}`,
    ...kinds.map((kind) =>
      row(
        kind,
        all.filter((one) => one.kind === kind),
      ),
    ),
    row('all', all),
    '',
  ].join('\n');
}

describe('our own cases of checkBlurb', () => {
  it('has 200 or more that code must judge, true and false', () => {
    expect(truths.length + lies.length).toBeGreaterThanOrEqual(200);
    expect(Math.min(truths.length, lies.length)).toBeGreaterThan(80);
  });
  it('accepts no false sentence', () => {
    expect(lies.filter(({ refusedBy }) => refusedBy.length === 0).map(told)).toEqual([]);
  });
  it('refuses each for the reason that it is false for', () => {
    expect(
      lies.filter(({ refusedBy, expected }) => refusedBy.length > 0 && !refusedBy.includes(expected)).map(told),
    ).toEqual([]);
  });
  it('refuses at most 3 % of the true ones', () => {
    const refused = truths.filter(({ refusedBy }) => refusedBy.length > 0);
    expect(refused.length / truths.length, refused.map(told).join('\n')).toBeLessThanOrEqual(0.03);
  });
  it('does as the table says', async () => {
    await expect(table()).toMatchFileSnapshot(join(FOLDER, 'table.txt'));
  });
});
