import { expect, it } from 'vitest';
import { parseIssue } from '../../src/issue/parse.ts';
import { renderIssue } from '../../src/render/render.ts';

const issue = (block: string) =>
  parseIssue(`---\nnumber: 1\ndate: 2026-11-16\nstatus: draft\n---\nA letter.\n\n* * *\n\n${block}\n`);
const QUOTE = '> A quote that is long enough to stand on its own.';

it('sets a heading once where the attribution says it over again, with the link on it', async () => {
  const { html, text } = await renderIssue(
    issue(`## A *small* model (12 min)\n\n[A small model](https://lab.test/p), Ada Løve, Lab N.V.\n\n${QUOTE}`),
  );
  expect(html.match(/model/g)?.length).toBe(1);
  expect(html).toMatch(/<h2[^>]*><a href="https:\/\/lab\.test\/p"[^>]*>A small model<\/a>/);
  expect(html).toContain('Ada Løve, Lab N.V.');
  expect(text).toContain('https://lab.test/p');
  expect(text.match(/small model/g)?.length).toBe(1);
});

it('leaves both where they differ, and a sentence where it is one', async () => {
  const changed = await renderIssue(
    issue(`## My own words\n\n[A small model](https://lab.test/p), Ada Løve\n\n${QUOTE}`),
  );
  expect(changed.html).toMatch(/My own words/);
  expect(changed.html).toMatch(/>A small model<\/a>, Ada Løve/);
  const sentence = await renderIssue(
    issue(`## A small model\n\n[A small model](https://lab.test/p), which is the point.\n\n${QUOTE}`),
  );
  expect(sentence.html).toContain('which is the point.');
  expect(sentence.html.match(/A small model/g)?.length).toBe(2);
});
