/** What clustering takes as a week grows: seconds and peak memory of `clusterItems` for 1,000 to 100,000 items, each in a process of its own, and what the bench's own items take of it. It needs no build. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { clusterItems } from '../src/stages/cluster.ts';
import type { ClusterInput } from '../src/types.ts';
import { DATA, DAY, eventSize, material, pick, SIZES, START, WEEK } from './material.ts';
import { seeded } from './random.ts';

/** A story has so many items on average, few many and most one or two. */
const MEAN_SIZE = 3;

/**
 * So many items of one week. A story is the sentences of three real articles, in which the words with a capital become names of its own; each of its items tells half
 * of them under a title made of two real ones, within two days. One in three is a headline alone.
 */
function weekOf(count: number): ClusterInput[] {
  const next = seeded(count);
  const real = material();
  const items: ClusterInput[] = [];
  while (items.length < count) {
    const story = items.length;
    const named = (text: string) => text.replace(/(?<=[a-z,] )\p{Lu}\p{Ll}{3,}/gu, (name) => `${name}${story % 9973}`);
    const told = [1, 2, 3].flatMap(() => pick(real.sentences, next)).map(named);
    const [head, tail] = [pick(real.titles, next), pick(real.titles, next)];
    const at = START + next() * (WEEK - 2 * DAY);
    const size = Math.min(eventSize(MEAN_SIZE - 0.5, next), count - items.length);
    for (let i = 0; i < size; i++) {
      const title = named([...head, ...tail].filter(() => next() < 0.7).join(' '));
      const text = next() < 1 / 3 ? '' : told.filter(() => next() < 0.5).join(' ');
      items.push({ id: `i${items.length}`, title, text, publishedAt: new Date(at + next() * 2 * DAY).toISOString() });
    }
  }
  return items;
}

function measure(count: number): void {
  const items = weekOf(count);
  const own = process.resourceUsage().maxRSS / 1024;
  const [started, before] = [performance.now(), process.cpuUsage()];
  const groups = clusterItems(items);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  const peak = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(
    `${count} items: ${seconds.toFixed(2)} s (${((user + system) / 1e6).toFixed(2)} s of a processor), ${peak.toFixed(0)} MB at most (${own.toFixed(0)} MB with the items alone), ${groups.length} stories, the largest of ${Math.max(...groups.map((ids) => ids.length))}\n`,
  );
}

if (!existsSync(DATA)) process.stdout.write('needs ../shared/data/clustering\n');
else if (process.argv[2]) measure(Number(process.argv[2]));
else {
  for (const size of SIZES)
    spawnSync(process.execPath, [fileURLToPath(import.meta.url), String(size)], { stdio: 'inherit' });
}
