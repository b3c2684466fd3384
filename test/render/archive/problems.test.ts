import { expect, it } from 'vitest';
import { archiveProblems } from '../../../src/render/archive/problems.ts';
import { issueOf, newsletter } from '../inputs.ts';
import { archived } from './inputs.ts';

const BODY =
  'Words.\n\n## A\n\n[Settings](https://list.example.test/preferences?id=1) and [a page](https://a.example.test/)';
const issue = issueOf(BODY, 'corrections: [{ date: 2026-02-01, text: Early. }, { date: 2026-02-03, text: Late. }]\n');

it('tells what a page of the archive would lack', () => {
  const found = archiveProblems(issue, archived());
  expect(found.map(({ detail }) => detail.slice(0, 40))).toEqual([
    'the page in the archive is named by the ',
    'the correction of 2026-02-01 is dated be',
    'https://list.example.test/preferences?id',
  ]);
  expect(found.every(({ level }) => level === 'warning')).toBe(true);
});

it('says nothing where there is no archive, or nothing is missing', () => {
  expect(archiveProblems(issue, newsletter())).toEqual([]);
  expect(archiveProblems(issueOf('Words.', 'subject: S\n'), archived())).toEqual([]);
});
