import { describe, expect, test } from 'vitest';
import { parseEditor } from '../../src/config/editor.ts';
import { addDifferent, addInbox, addMute, addPin, markUsed, removePin } from '../../src/config/editorFile.ts';

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

const decided = `# Mine, and they stay.
pins: # for the top
  - { url: https://a.example/one?utm_source=x } # a friend's
mutes:
  - domain: noise.example # never again
different:
  - [https://a.example/one, https://b.example/two] # two boats
`;
const read = (text: string) => parseEditor(text, 'editor.yaml');

describe('decisions of the desk', () => {
  test('are written once each, and every comment stays', () => {
    let text = addMute(decided, { source: 'gazette' });
    text = addMute(text, { url: 'https://c.example/page' });
    text = addPin(text, { url: 'https://d.example/pinned', slot: 'lead' });
    text = addDifferent(text, ['https://a.example/one', 'https://e.example/other']);
    for (const comment of decided.match(/#.*/g) ?? []) expect(text).toContain(comment);
    expect(read(text)).toMatchObject({
      mutes: [{ domain: 'noise.example' }, { source: 'gazette' }, { url: 'https://c.example/page' }],
      pins: [{ url: 'https://a.example/one?utm_source=x' }, { url: 'https://d.example/pinned', slot: 'lead' }],
      different: [
        ['https://a.example/one', 'https://b.example/two'],
        ['https://a.example/one', 'https://e.example/other'],
      ],
    });
    expect(addMute(text, { url: 'https://www.c.example/page/' })).toBe(text);
    expect(addMute(text, { domain: 'www.Noise.example' })).toBe(text);
    expect(addDifferent(text, ['https://b.example/two?utm_source=y', 'https://a.example/one'])).toBe(text);
    expect(addPin(text, { url: 'https://d.example/pinned', slot: 'lead' })).toBe(text);
  });

  test('a pin changes its slot, loses it, and goes, whatever trackers its address carries', () => {
    const led = addPin(decided, { url: 'https://a.example/one', slot: 'watch' });
    expect(read(led).pins).toEqual([{ url: 'https://a.example/one?utm_source=x', slot: 'watch' }]);
    expect(read(addPin(led, { url: 'https://a.example/one' })).pins).toEqual([
      { url: 'https://a.example/one?utm_source=x' },
    ]);
    const gone = removePin(led, 'https://www.a.example/one');
    expect(read(gone).pins).toEqual([]);
    expect(gone).toContain('# never again');
    expect(removePin(gone, 'https://a.example/one')).toBe(gone);
  });

  test.each([undefined, '', '# only remarks\n', 'mutes:\npins:\ndifferent:\n'])('begin in %j', (text) => {
    expect(read(addMute(text, { domain: 'a.example' })).mutes).toEqual([{ domain: 'a.example' }]);
    expect(read(addPin(text, { url: 'https://a.example/x' })).pins).toEqual([{ url: 'https://a.example/x' }]);
    expect(read(addDifferent(text, ['https://a.example/x', 'https://b.example/y'])).different).toHaveLength(1);
    expect(removePin(text, 'https://a.example/x')).toBe(text ?? '');
  });
});
