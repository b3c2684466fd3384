import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseIssue } from '../../src/issue/parse.ts';
import { parseCsv } from '../../src/text/csv.ts';
import { foreignMarkdown } from '../../src/text/foreignMarkdown.ts';
import { htmlIssue } from '../../src/text/htmlIssue.ts';

const FOLDER = 'test/fixtures/import';
const BASE = 'https://old.example.com/';
const read = (name: string) => readFileSync(`${FOLDER}/${name}`, 'utf8');
const cases = readdirSync(FOLDER).filter((name) => !name.includes('.expected.'));

describe('old issues as our Markdown', () => {
  it.each(cases)('%s', (name) => {
    const text = read(name);
    const made = name.endsWith('.html') ? htmlIssue(text, BASE) : foreignMarkdown(text, BASE);
    expect(`${made.markdown}\n`).toBe(read(`${name.replace(/\.\w+$/, '')}.expected.md`));
  });

  it('counts what could not be kept', () => {
    expect(htmlIssue(read('substack.html'), BASE)).toMatchObject({ linksLost: 1, picturesLost: 0 });
    expect(htmlIssue(read('substack.html'))).toMatchObject({ linksLost: 2 });
    expect(foreignMarkdown(read('hugo.md'))).toMatchObject({ linksLost: 2, picturesLost: 1, tagsLost: 2 });
  });

  it('leaves Markdown that is ours as it is', () => {
    const ours = read('hugo.expected.md').trim();
    expect(foreignMarkdown(ours, BASE).markdown).toBe(ours);
  });

  it('gives Markdown that no source can break out of', () => {
    const hostile =
      '<h2># ]( * <b>**</b></h2><p>--- * * * <i>**a</i>](https://x.test)</p><p>&lt;script&gt;alert(1)&lt;/script&gt;</p><p># no heading</p><p>&gt; no quote</p>';
    const { markdown } = htmlIssue(`${hostile}<script>alert(1)</script><p><a href="javascript:alert(1)">x</a></p>`);
    const { blocks } = parseIssue(`---\nnumber: 1\ndate: 2026-01-05\n---\n${markdown}\n`);
    expect(blocks).toHaveLength(1);
    expect(blocks[0]?.parts.every(({ kind }) => kind === 'prose')).toBe(true);
    expect(markdown).not.toContain('javascript');
    expect(markdown.match(/alert/g)).toHaveLength(1);
  });

  it('takes markup of any depth, and unclosed tags, in linear time', () => {
    const deep = `${'<div><blockquote><ul><li>'.repeat(5_000)}words${'<h2>'.repeat(2_000)}`;
    expect(htmlIssue(deep).markdown).toContain('words');
    const open = `${'<!--'.repeat(50_000)}

words {{<${' {{'.repeat(50_000)}`;
    expect(
      foreignMarkdown(`words

${open}`).markdown,
    ).toContain('words');
  });
});

describe('comma-separated values', () => {
  it('reads quotes, commas, line breaks and short rows', () => {
    expect(parseCsv('\uFEFFid,title,at\r\n1,"A, ""b""\nand c",x\r\n\r\n2,d\n3,"",""')).toEqual([
      { id: '1', title: 'A, "b"\nand c', at: 'x' },
      { id: '2', title: 'd', at: '' },
      { id: '3', title: '', at: '' },
    ]);
    expect(parseCsv('a\n1\n2\n3', 2)).toHaveLength(2);
    expect(parseCsv('')).toEqual([]);
    expect(parseCsv('a,b\n"never closed,1\n2,3')).toEqual([
      { a: '"never closed', b: '1' },
      { a: '2', b: '3' },
    ]);
  });
});
