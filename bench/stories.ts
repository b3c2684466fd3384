/** What clustering takes as a week grows: seconds and peak memory of `clusterItems` for 1,000 to 100,000 items, each in a process of its own. It needs no build. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clusterItems } from '../src/stages/cluster.ts';
import type { ClusterInput } from '../src/types.ts';
import { seeded } from './random.ts';

const SIZES = [1000, 10_000, 100_000];
const DATA = resolve('../shared/data/clustering');
const SETS = ['allsides2021.jsonl', 'ecbplus.jsonl'];
const START = Date.parse('2026-11-09T00:00:00Z');
const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** A story has so many items on average, few many and most one or two. */
const MEAN_SIZE = 3;

/** The articles' titles by word, and their sentences. */
interface Material {
  titles: string[][];
  sentences: string[][];
}

function material(): Material {
  const lines = SETS.flatMap((name) => readFileSync(join(DATA, name), 'utf8').trim().split('\n'));
  const articles = lines.map((line) => JSON.parse(line) as { title: string; text: string });
  return {
    titles: articles.map(({ title }) => title.split(' ')),
    sentences: articles.map(({ text }) => text.match(/[^.!?]+[.!?]+["”’)]*/g) ?? [text]),
  };
}

/**
 * So many items of one week. A story is the sentences of three real articles, in which the words with a capital become names of its own; each of its items tells half
 * of them under a title made of two real ones, within two days. One in three is a headline alone.
 */
function weekOf(count: number): ClusterInput[] {
  const next = seeded(count);
  const real = material();
  const pick = <T>(list: T[]) => list[Math.floor(next() * list.length)] as T;
  const items: ClusterInput[] = [];
  while (items.length < count) {
    const story = items.length;
    const named = (text: string) => text.replace(/(?<=[a-z,] )\p{Lu}\p{Ll}{3,}/gu, (name) => `${name}${story % 9973}`);
    const told = [pick(real.sentences), pick(real.sentences), pick(real.sentences)].flat().map(named);
    const [head, tail] = [pick(real.titles), pick(real.titles)];
    const at = START + next() * (WEEK - 2 * DAY);
    const size = Math.min(1 + Math.floor(-Math.log(1 - next()) * (MEAN_SIZE - 0.5)), count - items.length);
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
  const [started, before] = [performance.now(), process.cpuUsage()];
  const groups = clusterItems(items);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  const peak = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(
    `${count} items: ${seconds.toFixed(2)} s (${((user + system) / 1e6).toFixed(2)} s of a processor), ${peak.toFixed(0)} MB at most, ${groups.length} stories, the largest of ${Math.max(...groups.map((ids) => ids.length))}\n`,
  );
}

if (!existsSync(DATA)) process.stdout.write('needs ../shared/data/clustering\n');
else if (process.argv[2]) measure(Number(process.argv[2]));
else {
  for (const size of SIZES)
    spawnSync(process.execPath, [fileURLToPath(import.meta.url), String(size)], { stdio: 'inherit' });
}
