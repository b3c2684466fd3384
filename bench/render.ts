/** How long an issue of 30 blocks takes to render, and how large it is. Needs no build: it runs the sources. */
import { renderIssue } from '../src/render/render.ts';
import { sizeOf } from '../src/render/size.ts';
import { longIssue, newsletter, platform } from '../test/render/inputs.ts';
import { milliseconds } from './farm.ts';

const RUNS = 5;
for (const blocks of [15, 30, 60]) {
  const issue = longIssue(blocks);
  const render = () => renderIssue(issue, { newsletter: newsletter(), platform });
  const [first, rendered] = await milliseconds(render);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) times.push((await milliseconds(render))[0]);
  const { bytes, filled, tracked } = sizeOf(rendered);
  const sizes = [bytes, filled, tracked].map((size) => (size / 1000).toFixed(1)).join(', ');
  console.log(
    `${blocks} blocks: first ${Math.round(first)} ms, then ${Math.round(Math.min(...times))} ms (best of ${RUNS}); ${sizes} KB as rendered, with tags filled, with links counted`,
  );
}
