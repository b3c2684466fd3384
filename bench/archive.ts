/** How long the web archive of 200 issues takes, first and again, through the real command. Run after `npm run build`. */
import { rmSync } from 'node:fs';
import { NEWSLETTER, pullquote, workspace } from '../test/support/cli.ts';
import { approvedText, putIssue } from '../test/support/published.ts';
import { milliseconds } from './farm.ts';

const ISSUES = 200;
const BLOCKS = 30;
const RUNS = 3;
const WORDS = 'Nobody thought that the small one would win, and then it won so quietly that we read it off the bill. ';

function issueText(number: number): string {
  const day = new Date(Date.UTC(2020, 0, 5 + 7 * number)).toISOString().slice(0, 10);
  const blocks = Array.from({ length: BLOCKS }, (_, i) =>
    [
      `## What log ${i} of workshop ${number} says (${10 + i} min)`,
      `[A repairer reads it aloud](https://workshop-${i}.example.test/${number}) and says why they moved.`,
      `> ${WORDS.repeat(2).trim()}`,
      '* * *',
    ].join('\n\n'),
  );
  return `---\nnumber: ${number}\ndate: ${day}\nsubject: Week ${number} in the workshop\nstatus: draft\n---\n\nA short letter.\n\n* * *\n\n${blocks.join('\n\n')}\n`;
}

const [firsts, seconds]: [number[], number[]] = [[], []];
for (let run = 0; run < RUNS; run++) {
  const newsletter = `${NEWSLETTER}archive: { url: "https://digest.example.com" }\n`;
  const dir = workspace({ 'sources.yaml': '[]\n', 'newsletter.yaml': newsletter });
  for (let number = 1; number <= ISSUES; number++) putIssue(dir, number, approvedText(issueText(number)));
  for (const times of [firsts, seconds]) {
    const [ms, ran] = await milliseconds(() => pullquote(['-C', dir, 'archive', '--quiet'], {}));
    if (ran.code !== 0) throw new Error(ran.stderr);
    times.push(ms);
  }
  rmSync(dir, { recursive: true, force: true });
}
for (const [what, times] of Object.entries({ new: firsts, unchanged: seconds }))
  console.log(
    `archive of ${ISSUES} issues of ${BLOCKS} blocks, ${what}: ${Math.round(Math.min(...times))} ms (best of ${RUNS})`,
  );
