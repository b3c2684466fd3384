import { describe, expect, it } from 'vitest';
import { parseJsonPath, parseJsonTemplate, valuesAt } from '../../src/text/jsonPath.ts';

const at = (value: unknown, path: string, most = 100) => valuesAt(value, parseJsonPath(path) ?? [], most);

describe('a path', () => {
  const value = {
    ...{ title: 'Fog', 'odd name': 1, 'a.b': 2, 'say "hi"': 3, "it's": 4, größe: 5, 'x-y_z': 6, $ref: 7, '@id': 8 },
    ...{ list: [{ name: 'Ana', tags: ['x', 'y'] }, { name: 'Ivo', tags: [] }, 'plain'], nested: [[1, 2], [3]] },
  };

  it.each([
    ['title', ['Fog']],
    ['odd name', [1]],
    ['"odd name"', [1]],
    ['"a.b"', [2]],
    ["'a.b'", [2]],
    ['a.b', []],
    ['"say \\"hi\\""', [3]],
    ["it's", [4]],
    ['größe', [5]],
    ['x-y_z', [6]],
    ['$ref', [7]],
    ['@id', [8]],
    ['list[].name', ['Ana', 'Ivo']],
    ['list[0].name', ['Ana']],
    ['list[2]', ['plain']],
    ['list[9]', []],
    ['list[].tags[]', ['x', 'y']],
    ['nested[][]', [1, 2, 3]],
    ['nested[1][0]', [3]],
    ['title[]', []],
    ['title[0]', []],
    ['title.length', []],
    ['list.length', []],
    ['nothing.of.this', []],
    [' title ', ['Fog']],
  ])('%s leads to %j', (path, values) => {
    expect(at(value, path)).toEqual(values);
  });

  it('of nothing is the value itself', () => {
    expect(at([1, 2], '')).toEqual([[1, 2]]);
    expect(at([1, 2], '[]')).toEqual([1, 2]);
    expect(at([{ a: 1 }], '[0].a')).toEqual([1]);
  });

  it('finds own properties alone', () => {
    for (const path of ['__proto__', 'constructor.name', 'toString', '__proto__.polluted', 'hasOwnProperty'])
      expect(at({}, path)).toEqual([]);
    expect(at(JSON.parse('{"__proto__":{"a":"own"}}'), '__proto__.a')).toEqual(['own']);
  });

  it('gives no more than is wanted', () => {
    const many = { list: Array.from({ length: 5000 }, (_, i) => ({ inner: [i, i] })) };
    expect(at(many, 'list[].inner[]', 7)).toEqual([0, 0, 1, 1, 2, 2, 3]);
  });

  it.each([
    'a..b',
    '.a',
    'a.',
    'a[',
    'a]',
    'a[x]',
    'a[-1]',
    'a[]b',
    '"open',
    'a{b}',
    'a b.',
    Array(22).fill('a').join('.'),
  ])('is not %s', (text) => {
    expect(parseJsonPath(text)).toBeUndefined();
  });
});

describe('a template', () => {
  it.each([
    ['paper.title', [[{ name: 'paper' }, { name: 'title' }]]],
    ['https://x.test/{paper.id}/v{n}', ['https://x.test/', [{ name: 'paper' }, { name: 'id' }], '/v', [{ name: 'n' }]]],
    ['{a}', [[{ name: 'a' }]]],
  ])('is %s', (text, template) => {
    expect(parseJsonTemplate(text)).toEqual(template);
  });

  it.each(['https://x.test/{id', 'id}', '{a}}', '{{a}}', '{a..b}', 'a..b'])('is not %s', (text) => {
    expect(parseJsonTemplate(text)).toBeUndefined();
  });
});
