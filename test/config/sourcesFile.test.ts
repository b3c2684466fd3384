import { describe, expect, it } from 'vitest';
import { parseSources } from '../../src/config/sources.ts';
import { appendSources, emptyList, formatSource, lineOfSource, readSources } from '../../src/config/sourcesFile.ts';

const written = `# What I read. Mine.

# Labs
- { kind: feed,   url: "https://a.example/feed",  name: A }   # the first
- kind: feed
  url: https://b.example/feed   # in a block
  tags:
    - lab
# that is all
`;
const line = {
  kind: 'feed',
  url: 'https://new.example/feed?a=1&b={2}',
  name: 'New: "quoted" # no remark',
  weight: 1.5,
};

describe('additions to sources.yaml', () => {
  it('stand at the end as one line each, and everything before them stays byte for byte', () => {
    const { text, added, lines } = appendSources(written, [
      line,
      { kind: 'x', users: ['karpathy'], tags: ['yes', '7', 'a, b'] },
    ]);
    expect(text.startsWith(written)).toBe(true);
    expect(text.slice(written.length).split('\n')).toEqual([
      '- { kind: feed, url: "https://new.example/feed?a=1&b={2}", name: "New: \\"quoted\\" # no remark", weight: 1.5 }',
      '- { kind: x, users: [karpathy], tags: ["yes", "7", "a, b"] }',
      '',
    ]);
    expect(lines).toEqual([10, 11]);
    expect(added).toMatchObject([
      { kind: 'feed', name: 'New: "quoted" # no remark', weight: 1.5 },
      { kind: 'x', users: ['karpathy'], tags: ['yes', '7', 'a, b'] },
    ]);
    expect(parseSources(text, 'sources.yaml').slice(2)).toEqual(added);
  });

  it.each([
    ['no file', undefined],
    ['an empty file', ''],
    ['white space', ' \n\n'],
    ['remarks alone', '# mine\n'],
    ['remarks without a last line end', '# mine'],
    ['an empty list', '# mine\n[]   # nothing\n'],
    ['a document mark', '---\n'],
    ['an indented list', '  - { kind: feed, url: "https://a.example/f" }'],
    ['a list on one line', '[{ kind: feed, url: "https://a.example/f" }] # mine\n'],
    ['an end mark', '- { kind: feed, url: "https://a.example/f" } # mine\n...\n'],
    ['a byte order mark and Windows line ends', '\uFEFF# mine\r\n- { kind: feed, url: "https://a.example/f" }\r\n'],
    [
      'a block of text at its end',
      '- kind: feed\n  url: https://a.example/f\n  name: >-\n    A name\n    in two lines\n\n\n',
    ],
  ])('work on %s', (_what, text) => {
    const before = readSources(text);
    const { text: after, added } = appendSources(text, [line]);
    expect(readSources(after)).toEqual([...before, ...added]);
    expect(added).toMatchObject([{ url: line.url }]);
    if (text?.includes('# mine')) expect(after).toContain('# mine');
    if (text?.includes('\r\n')) expect(after).toMatch(/^\uFEFF[^\n]*\r\n[^\n]*\r\n[^\n]*\r\n$/);
  });

  it.each([
    ['an accent', 'Café Élan'],
    ['a yes', 'yes'],
    ['a number', '12'],
    ['a dash', '- item'],
    ['an alias', '*star'],
    ['brackets', '[draft] {x}'],
    ['an account', '@ada@fedi.example'],
    ['a colon', 'The Site: AI'],
    ['a comma', 'One, two'],
    ['emoji', '🦆 quacks'],
    ['a line separator', 'a\u2028b'],
    ['a tilde', '~'],
    ['a trailing point', 'Inc.'],
  ])('keep a name with %s', (_what, name) => {
    const { added } = appendSources(written, [{ kind: 'feed', url: 'https://new.example/', name }]);
    expect(added[0]?.name).toBe(name);
  });

  it('leave out what is not said', () => {
    expect(formatSource({ kind: 'github', repo: 'a/b', name: undefined })).toBe('- { kind: github, repo: a/b }');
  });

  it('are refused where the file, or the addition, cannot be read', () => {
    expect(() => appendSources('- {', [line])).toThrow(/^sources\.yaml:1/);
    expect(() => appendSources('name: a map\n', [line])).toThrow('must be a list');
    expect(() => appendSources(written, [{ kind: 'feed', url: 'no address' }])).toThrow(/^sources\.yaml:10:/);
    expect(() => appendSources(written, [{ kind: 'feed', url: 'https://a.example/feed/' }])).toThrow(
      'already in line 4',
    );
  });

  it('never give another source a new id', () => {
    expect(() => appendSources(written, [{ ...line, id: 'a' }])).toThrow('the id “a” belongs to A');
    expect(appendSources(written, [{ ...line, id: 'mine' }]).added[0]?.id).toBe('mine');
  });

  it('are found by their line again', () => {
    expect([lineOfSource(written, 0), lineOfSource(written, 1)]).toEqual([4, 5]);
  });

  it('an empty file becomes an empty list, a list stays', () => {
    for (const text of [undefined, '', '# mine\n']) expect(readSources(emptyList(text))).toEqual([]);
    expect(emptyList('# mine')).toBe('# mine\n[]\n');
    expect(emptyList(written)).toBeUndefined();
    expect(emptyList('[]')).toBeUndefined();
  });
});
