import { simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { formatIssue } from '../../src/issue/format.ts';
import { filePack, PLACEHOLDER } from '../../src/platforms/filePack.ts';
import { renderIssue } from '../../src/render/render.ts';
import { htmlToText } from '../../src/text/html.ts';
import { parseMarkdown, walk } from '../../src/text/markdown-tree.ts';
import type { IssuePack } from '../../src/types.ts';
import { issueOf, newsletter } from '../render/inputs.ts';

const QUOTE = 'The tap stopped dripping on the third day, and nobody has touched it since';
const BODY = `A letter with a line.
And the next line.

* * *

## Who mended the tap (12 min)

[A plumber’s notes](https://notes.example.test/tap) by Ann.

> ${QUOTE}.

@[pipes](https://news.ycombinator.com/item?id=1) (HN)

> Wrenches are underrated, and {{ so }} is patience.

![A brass tap](https://pictures.example.test/tap.jpg)

- one washer
- two washers

* * *

A word from the *sponsor* of \`taps\`.
`;
const FRONT = `vouched: [{ quote: "${QUOTE}", by: Ann, url: "https://notes.example.test/tap", heard: 2026-02-01 }]
corrections: [{ date: 2026-02-03, text: The washer was of rubber. }]
`;

async function packOf(changes: Partial<IssuePack> = {}): Promise<IssuePack> {
  const issue = issueOf(BODY, FRONT);
  const { html, text } = await renderIssue(issue, {
    newsletter: newsletter(),
    platform: { unsubscribe: PLACEHOLDER },
  });
  const markdown = formatIssue(issue);
  return {
    number: 7,
    key: 'the-tap-007',
    subject: 'Tap & söhne',
    preheader: 'One line',
    html,
    text,
    markdown,
    ...changes,
  };
}
const filesOf = async (pack: IssuePack, from?: string) =>
  new Map(await filePack(pack, { newsletter: 'The Tap', ...(from ? { from } : {}) }));
const wordsIn = (html: string): string[] => htmlToText(html).match(/[\p{L}\p{N}]+/gu) ?? [];

describe('the file pack', () => {
  test('has the rendered issue as it is, and a file for every way to use it', async () => {
    const pack = await packOf();
    const files = await filesOf(pack);
    expect([...files.keys()]).toEqual([
      'issue.html',
      'issue.txt',
      'issue.md',
      'issue.eml',
      'paste.html',
      'paste.md',
      'README.txt',
    ]);
    expect([files.get('issue.html'), files.get('issue.txt'), files.get('issue.md')]).toEqual([
      pack.html,
      pack.text,
      pack.markdown,
    ]);
  });

  test('gives the same bytes for the same issue', async () => {
    const pack = await packOf();
    expect(await filePack(pack, { newsletter: 'The Tap' })).toEqual(await filePack(pack, { newsletter: 'The Tap' }));
  });

  test('the mail has both parts, its date from the issue, and is marked as unsent', async () => {
    const pack = await packOf();
    const mail = await simpleParser((await filesOf(pack, 'ann@tap.example')).get('issue.eml') ?? '');
    expect(mail.subject).toBe('Tap & söhne');
    expect(mail.from?.text).toBe('"The Tap" <ann@tap.example>');
    expect(mail.date?.toISOString()).toBe('2026-02-02T12:00:00.000Z');
    expect(mail.headers.get('x-unsent')).toBe('1');
    expect(mail.headers.has('list-unsubscribe')).toBe(false);
    expect(mail.html).toBe(pack.html);
    expect(mail.text?.trim()).toBe(pack.text.trim());
  });

  test('a mail of an issue without a date, or with odd front matter, is of 1970 rather than of now', async () => {
    for (const markdown of ['no front matter', '---\n: [\n---\nx', '---\ndate: soon\n---\nx']) {
      const mail = await simpleParser((await filesOf(await packOf({ markdown }))).get('issue.eml') ?? '');
      expect(mail.date?.toISOString()).toBe('1970-01-01T12:00:00.000Z');
    }
  });

  test('a subject cannot add a header to the mail', async () => {
    const pack = await packOf({ subject: 'Tap\r\nBcc: everyone@list.example' });
    const mail = await simpleParser((await filesOf(pack)).get('issue.eml') ?? '');
    expect(mail.bcc).toBeUndefined();
    expect(mail.subject).toContain('Tap');
  });
});

describe('what is pasted', () => {
  test('as HTML: every word of the email but the unsubscribe line, in prose tags alone', async () => {
    const pack = await packOf();
    const paste = (await filesOf(pack)).get('paste.html') ?? '';
    const gone = new Set('You get this because you subscribed to The Kitchen Radio Unsubscribe'.split(' '));
    const kept = wordsIn(paste);
    expect(wordsIn(pack.html).filter((word) => !kept.includes(word) && !gone.has(word))).toEqual([]);
    expect(paste).not.toContain(PLACEHOLDER);
    expect(paste.replace(/<(\/?)(\w+)[^>]*>/g, '<$1$2>').match(/<(table|td|div|span|style|script)>/)).toBeNull();
    expect(paste).not.toMatch(/ (style|class|onclick)=/);
    expect(paste).toContain('<a href="https://notes.example.test/tap">A plumber’s notes</a>');
    expect(paste).toContain('<img src="https://pictures.example.test/tap.jpg" alt="A brass tap">');
    expect(paste).toContain(`<blockquote><p>${QUOTE}.</p></blockquote>`);
  });

  test('as HTML: words that a template puts into cells stand too, once, in their order', async () => {
    const html =
      '<html><body><div style="display:none">Preheader</div><table><tr><td>First <b>bold</b> words<p>Second</p>Third <a href="https://a.example/x">link</a></td><td><div>Fourth</div></td></tr></table><a href="{{x}}">Leave</a></body></html>';
    const paste = (await filesOf(await packOf({ html }))).get('paste.html') ?? '';
    expect(paste.slice(paste.indexOf('<body>'))).toBe(
      '<body>\n<p>First <b>bold</b> words</p>\n<p>Second</p>\n<p>Third <a href="https://a.example/x">link</a></p>\n<p>Fourth</p>\n</body>\n</html>\n',
    );
  });

  test('as HTML: nothing that runs', async () => {
    const html =
      '<html><body><p onclick="x()">Hi<script>alert(1)</script><img src="x" onerror="y()"><a href="javascript:z()">go</a></p><svg><p>in</p></svg><iframe src="https://e.example"></iframe></body></html>';
    const paste = (await filesOf(await packOf({ html, subject: '</title><script>alert(2)</script>' }))).get(
      'paste.html',
    );
    expect(paste).not.toMatch(/<script|<iframe|<svg|javascript:|onclick|onerror/i);
    expect(paste).toContain('Hi');
  });

  test('as Markdown: the issue without its front matter; vouched quotes and corrections are told', async () => {
    const paste = (await filesOf(await packOf())).get('paste.md') ?? '';
    expect(paste.startsWith('A letter with a line.\nAnd the next line.\n\n* * *')).toBe(true);
    expect(paste).not.toContain('number: 7');
    expect(paste).toContain('* * *\n\nCorrections:\n\n- 2026-02-03: The washer was of rubber.');
    expect(paste).toContain(`- “${QUOTE}”: Ann, heard by the editor on 2026-02-01\n`);
  });

  test('as Markdown: what the front matter says is words, no markup', async () => {
    const markdown =
      '---\ncorrections: [{ date: 2026-02-03, text: "[x](https://evil.example) *b*" }]\n---\nThe letter.\n';
    const paste = (await filesOf(await packOf({ markdown }))).get('paste.md') ?? '';
    expect([...walk(parseMarkdown(paste))].filter(({ type }) => type === 'link' || type === 'emphasis')).toEqual([]);
  });

  test('the read-me has subject and preheader on one line each', async () => {
    const readme = (await filesOf(await packOf({ subject: 'A\nB', preheader: 'C\r\n D' }))).get('README.txt');
    expect(readme).toContain('Subject:   A B\nPreheader: C D\n');
  });
});
