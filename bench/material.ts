/** What the weeks of the benchmarks are made of: real titles and sentences, and a week to spread them over. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const SIZES = [1000, 10_000, 100_000];
export const DATA = resolve('../shared/data/clustering');
const SETS = ['allsides2021.jsonl', 'ecbplus.jsonl'];
export const START = Date.parse('2026-11-09T00:00:00Z');
export const DAY = 86_400_000;
export const WEEK = 7 * DAY;

/** The articles' titles by word, and their sentences. */
export interface Material {
  titles: string[][];
  sentences: string[][];
}

export function material(): Material {
  const lines = SETS.flatMap((name) => readFileSync(join(DATA, name), 'utf8').trim().split('\n'));
  const articles = lines.map((line) => JSON.parse(line) as { title: string; text: string });
  return {
    titles: articles.map(({ title }) => title.split(' ')),
    sentences: articles.map(({ text }) => text.match(/[^.!?]+[.!?]+["”’)]*/g) ?? [text]),
  };
}

export function pick<T>(list: T[], next: () => number): T {
  return list[Math.floor(next() * list.length)] as T;
}

/** How many items there are of one event: `mean` about, few with many and most with one or two. */
export function eventSize(mean: number, next: () => number): number {
  return 1 + Math.floor(-Math.log(1 - next()) * mean);
}

/** What nobody else tells: a name of its own in halves of two real titles, and an opening sentence; one event in four is about language models. */
export function beginEvent(n: number, titles: string[][], next: () => number) {
  const name = `Ta${n.toString(36)}ri`;
  const [head, tail] = [pick(titles, next), pick(titles, next)];
  const title = [name, ...head.slice(0, head.length / 2), ...tail.slice(tail.length / 2)].join(' ');
  const isOnTopic = next() < 0.25;
  return { title, isOnTopic, opening: isOnTopic ? `The language model of ${name} is here.` : `${name} said so.` };
}
