import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { renderIssue } from '../../src/render/render.ts';
import { issueOf } from './inputs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'templates-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(file: string, source: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), source);
}
const render = () =>
  renderIssue(issueOf('Hi.\n\n## One <two>\n\n[a](https://a.test).\n\n> Said.'), { templatesDir: folder });
const MJML = (body: string) =>
  `<mjml>\n<mj-body>\n<mj-section>\n<mj-column>\n${body}\n</mj-column>\n</mj-section>\n</mj-body>\n</mjml>\n`;

describe("a folder of the user's own templates", () => {
  it('wins file by file', async () => {
    await put('partials/quote.hbs', '<p class="mine">{{html}}</p>');
    const { html, text } = await render();
    expect(html).toContain('<p class="mine"><p style="margin:0">Said.</p></p>');
    expect(html).toContain('Issue 7');
    expect(text).toContain('> Said.');
  });

  it('may bring partials of its own, and escapes what they print', async () => {
    await put('issue.mjml.hbs', MJML('{{> mine}}'));
    await put(
      'partials/mine.hbs',
      '<mj-text>{{#each groups}}{{#each blocks}}{{heading.html}} {{@root.masthead}}{{/each}}{{/each}}</mj-text>',
    );
    expect((await render()).html).toContain('One &lt;two&gt; Issue 7');
  });

  it('may be empty or not there', async () => {
    const { html } = await render();
    expect((await renderIssue(issueOf('Hi.'), { templatesDir: join(folder, 'none') })).html).toContain('</html>');
    expect(html).toContain('</html>');
  });
});

describe('a broken template is named with its file and line', () => {
  it.each([
    ['a block that is not closed', 'issue.mjml.hbs', '<mjml>\n{{#if letter}}\n</mjml>\n', 4],
    ['blocks closed in the wrong order', 'issue.txt.hbs', 'a\n{{#if letter}}\n{{/each}}\n', 2],
    ['a mustache that is not closed', 'partials/voice.hbs', '<p>\n{{handle\n</p>', 2],
    ['a partial that is not there', 'issue.mjml.hbs', MJML('<mj-text>\n{{> nowhere}}\n</mj-text>'), 6],
    ['a helper that is not there', 'issue.txt.hbs', 'a\nb {{shout masthead}}\n', 2],
    ['an MJML tag that is not closed', 'issue.mjml.hbs', MJML('<mj-text>\nHi'), 5],
    ['an MJML tag that there is not', 'issue.mjml.hbs', MJML('<mj-blink>Hi</mj-blink>'), 5],
    ['an attribute that there is not', 'issue.mjml.hbs', MJML('<mj-text\nshine="1">Hi</mj-text>'), 5],
  ])('%s', async (_, file, source, line) => {
    await put(file, source);
    const error = await render().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(`${join(folder, file)}:${line}: `);
  });
});
