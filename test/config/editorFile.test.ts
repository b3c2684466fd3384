import { describe, expect, test } from 'vitest';
import { parseEditor } from '../../src/config/editor.ts';
import { addInbox, markUsed } from '../../src/config/editorFile.ts';

const written = `# What I decided. Mine.
inbox:
  # from Tuesday's walk
  - { url: "https://www.a.example/find?utm_source=x", note: keep me, added: 2026-11-20 }   # good chart

pins: []   # none this week
`;

describe('edits of editor.yaml', () => {
  test('a find is added, and every comment stays', () => {
    const text = addInbox(written, {
      url: 'https://b.example/new',
      note: 'look: here',
      section: 'reads',
      added: '2026-11-22',
    });
    for (const comment of ['# What I decided. Mine.', "# from Tuesday's walk", '# good chart', '# none this week'])
      expect(text).toContain(comment);
    expect(parseEditor(text, 'editor.yaml').inbox.map(({ url }) => url)).toEqual([
      'https://www.a.example/find?utm_source=x',
      'https://b.example/new',
    ]);
  });

  test('the same page is not added twice while it waits, but what is new about it is kept', () => {
    const text = addInbox(written, { url: 'https://a.example/find/', section: 'watch', added: '2026-11-22' });
    expect(parseEditor(text, 'editor.yaml').inbox).toEqual([
      { url: 'https://www.a.example/find?utm_source=x', note: 'keep me', section: 'watch', added: '2026-11-20' },
    ]);
  });

  test('a used find is marked once and not removed; the page may then come in again', () => {
    const used = markUsed(written, ['https://a.example/find'], 7);
    expect(parseEditor(used, 'editor.yaml').inbox).toMatchObject([{ note: 'keep me', usedIn: 7 }]);
    expect(markUsed(used, ['https://a.example/find'], 8)).toBe(used);
    const again = addInbox(used, { url: 'https://a.example/find', added: '2026-11-29' });
    expect(parseEditor(again, 'editor.yaml').inbox).toHaveLength(2);
  });

  test.each([undefined, '', '# only remarks\n', 'inbox:\n', 'pins: []\n'])('works on %j', (text) => {
    const added = addInbox(text, { url: 'https://b.example/new', added: '2026-11-22' });
    expect(parseEditor(added, 'editor.yaml').inbox).toEqual([{ url: 'https://b.example/new', added: '2026-11-22' }]);
    if (text?.startsWith('#')) expect(added).toContain('# only remarks');
    expect(parseEditor(markUsed(text, ['https://b.example/new'], 1), 'editor.yaml').inbox).toEqual([]);
  });

  test('a file that cannot be read is refused, not overwritten', () => {
    expect(() => addInbox('inbox: [', { url: 'https://b.example/new', added: '2026-11-22' })).toThrow(
      /^editor\.yaml:1/,
    );
  });
});
