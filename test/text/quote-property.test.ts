import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { verifyQuote } from '../../src/text/quote.ts';

/** A small generator (mulberry32), so that every run tries the same quotes. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const fixtures = new URL('../fixtures/proofs/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, fixtures), 'utf8');
const sources = [
  read('quotes/article.txt'),
  read('quotes/comments.txt'),
  ...readdirSync(new URL('blurbs/', fixtures))
    .filter((name) => name.endsWith('.source.txt') && !name.startsWith('talk'))
    .map((name) => read(`blurbs/${name}`)),
];

type Words = string[];
const pick = (r: () => number, from: number, to: number): number => from + Math.floor(r() * (to - from));

/** Each keeps every word, letter, digit and sign. */
const kept: Record<string, (words: Words, r: () => number) => string> = {
  'as it is': (w) => w.join(' '),
  'other quotes': (w) => w.join(' ').replace(/["“”]/g, '«').replace(/'/g, '’'),
  'straight quotes': (w) => w.join(' ').replace(/[“”]/g, '"').replace(/[‘’]/g, "'"),
  'other dashes': (w) => w.join(' ').replace(/[—–]/g, '--'),
  'wrapped lines': (w, r) =>
    w.map((word) => word + (r() < 0.2 && !/^[-+*>#]|^\d+[.)]$/.test(word) ? '\u00a0\n ' : ' ')).join(''),
  decomposed: (w) => w.join(' ').normalize('NFD'),
  'soft hyphens': (w) => w.map((word) => word.replace(/^(\p{L}{3})(\p{L}{3})/u, '$1\u00ad$2')).join(' '),
  emphasised: (w, r) => w.map((word) => (r() < 0.2 && /^\p{L}+$/u.test(word) ? `**${word}**` : word)).join(' '),
  linked: (w) => `[${w[0]} ${w[1]}](https://example.test/a_(b)?c=d) ${w.slice(2).join(' ')}`,
  quoted: (w) => `> “${w.join(' ')}”`,
  'closed otherwise': (w) => `${w.join(' ').replace(/[.,;:!?…]+$/, '')}!`,
};

/** Each changes what was said; undefined where it does not apply. */
const altered: Record<string, (words: Words, r: () => number) => Words | undefined> = {
  'a word replaced': (w, r) => w.with(pick(r, 1, w.length - 1), 'walrus'),
  'a word left out': (w, r) => w.toSpliced(pick(r, 1, w.length - 1), 1),
  'a word put in': (w, r) => w.toSpliced(pick(r, 1, w.length - 1), 0, 'hardly'),
  'words swapped': (w, r) => {
    const i = pick(r, 1, w.length - 2);
    return w[i] === w[i + 1] ? undefined : w.with(i, w[i + 1] ?? '').with(i + 1, w[i] ?? '');
  },
  'an unmarked cut': (w) => (w.length < 12 ? undefined : [...w.slice(0, 4), ...w.slice(-4)]),
  'dots for a cut': (w) => (w.length < 12 ? undefined : [...w.slice(0, 4), '…', ...w.slice(-4)]),
  'pieces turned round': (w) => (w.length < 12 ? undefined : [...w.slice(-4), '[…]', ...w.slice(0, 4)]),
  'a digit changed': (w) => changed(w, /\d/, (word) => word.replace(/\d/, (digit) => String((Number(digit) + 3) % 10))),
  'a capital changed': (w) => changed(w, /^[a-z]{4,}$/, (word) => word.toUpperCase()),
  'an accent dropped': (w) => changed(w, /[éèïřáň]/, (word) => word.normalize('NFD').replace(/\p{M}/gu, '')),
  'a currency changed': (w) =>
    changed(w, /[$€]\d/, (word) => word.replace(/[$€]/, (sign) => (sign === '$' ? '€' : '$'))),
  'a currency dropped': (w) => changed(w, /[$€]\d/, (word) => word.replace(/[$€]/, '')),
  'a per cent sign dropped': (w) => changed(w, /\d%/, (word) => word.replace('%', '')),
  'a point dropped': (w) => changed(w, /^\d+\.\d+$/, (word) => word.replace('.', '')),
  'a contraction undone': (w) => changed(w, /n['’]t$/, (word) => word.replace(/n['’]t$/, '')),
  'the last word clipped': (w) =>
    /^\p{L}{5,}$/u.test(w.at(-1) ?? '') ? w.with(-1, (w.at(-1) ?? '').slice(0, -2)) : undefined,
  'the first word clipped': (w) => (/^\p{L}{5,}$/u.test(w[0] ?? '') ? w.with(0, (w[0] ?? '').slice(2)) : undefined),
};

function changed(words: Words, which: RegExp, how: (word: string) => string): Words | undefined {
  const at = words.findIndex((word) => which.test(word));
  return at < 0 ? undefined : words.with(at, how(words[at] ?? ''));
}

/** The words of a text and nothing else: an alteration that stands elsewhere in the source is none. */
const bare = (text: string): string =>
  ` ${text
    .replace(/[^\p{L}\p{N}%$€.'’]+/gu, ' ')
    .replace(/[’]/g, "'")
    .trim()} `;

/** As `bare`, and without points, which may stand at an end. */
const pointless = (text: string): string => bare(text.replaceAll('.', ' '));

/** Runs of whole words out of the sources, ends that are marks left off. */
function* quotes(seed: number, each: number): Generator<{ words: Words; source: string; r: () => number }> {
  const r = random(seed);
  for (const source of sources) {
    const all = source.split(/\s+/).filter(Boolean);
    for (let k = 0; k < each; k++) {
      const from = pick(r, 0, all.length - 12);
      const words = all.slice(from, from + pick(r, 8, 36));
      while (words.length > 0 && !/[\p{L}\p{N}]/u.test(words[0] ?? '')) words.shift();
      while (words.length > 0 && !/[\p{L}\p{N}]/u.test(words.at(-1) ?? '')) words.pop();
      if (words.length >= 8) yield { words, source, r };
    }
  }
}

describe('what keeps the words is verbatim', () => {
  it.each(Object.entries(kept))('%s', (_, variant) => {
    let tried = 0;
    for (const { words, source, r } of quotes(11, 40)) {
      const quote = variant(words, r);
      const proof = verifyQuote(quote, source);
      expect(proof, quote).toMatchObject({ ok: true, cuts: 0 });
      if (proof.ok) expect(pointless(source.slice(proof.start, proof.end)), quote).toBe(pointless(words.join(' ')));
      tried++;
    }
    expect(tried).toBeGreaterThan(200);
  });

  it('a marked cut', () => {
    for (const { words, source } of quotes(12, 40)) {
      if (words.length < 14) continue;
      for (const mark of ['[…]', '[...]', '\\[…\\]']) {
        const quote = [...words.slice(0, 5), mark, ...words.slice(-5)].join(' ');
        expect(verifyQuote(quote, source), quote).toMatchObject({ ok: true, cuts: 1 });
      }
    }
  });
});

describe('what changes the words is not', () => {
  it.each(Object.entries(altered))('%s', (_, alter) => {
    let tried = 0;
    for (const { words, source, r } of quotes(13, 60)) {
      const other = alter(words, r)?.join(' ');
      if (other === undefined || bare(source).includes(bare(other.replace('[…]', ' ').replace('…', ' ')))) continue;
      if (other.includes('[…]') && isInOrder(other, source)) continue;
      expect(verifyQuote(other, source).ok, `${words.join(' ')}\n→ ${other}`).toBe(false);
      tried++;
    }
    expect(tried).toBeGreaterThan(0);
  });
});

function isInOrder(quote: string, source: string): boolean {
  const [first = '', second = ''] = quote.split('[…]').map(bare);
  return bare(source).indexOf(first) < bare(source).lastIndexOf(second);
}
