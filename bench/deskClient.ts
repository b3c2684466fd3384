/** What the desk's measures ask with: a real browser's own requests, and how long each took. */
import { existsSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** A page of the desk's own origin that runs nothing, so that nothing is asked for but what is measured. */
export interface Client {
  page: Page;
  csrf: string;
  /** Of the command. */
  pid: number;
}
/** A block as it stands; changes keep it so. */
export interface Block {
  index: number;
  rev: string;
  markdown: string;
}
interface Answer {
  ms: number;
  status: number;
  text: string;
}

/** Runs in the page: asks, and says how long it took to have the whole answer. */
async function timed({ path, body, csrf }: { path: string; body?: unknown; csrf: string }): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'x-csrf': csrf };
  const began = performance.now();
  const response = await fetch(
    `..${path}`,
    body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) },
  );
  const text = await response.text();
  return { ms: performance.now() - began, status: response.status, text };
}

/** Gives the milliseconds from asking to the whole answer. */
export async function get({ page, csrf }: Client, path: string): Promise<number> {
  const { ms, status, text } = await page.evaluate(timed, { path, csrf });
  if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
  return ms;
}

/** Makes a change, likewise. `block`, where one is given, is what it is made to. */
export async function change(
  { page, csrf }: Client,
  verb: string,
  o: Record<string, unknown>,
  block?: Block,
): Promise<number> {
  const body = block ? { block: { index: block.index, rev: block.rev }, ...o } : o;
  const { ms, text } = await page.evaluate(timed, { path: `/do/${verb}`, body, csrf });
  const { changed } = JSON.parse(text) as { changed: { ok: boolean; block?: Block } };
  if (!changed.ok) throw new Error(`${verb}: ${text.slice(0, 500)}`);
  if (block) Object.assign(block, changed.block);
  return ms;
}

/** Writes one more word into a block. */
export function edit(client: Client, block: Block): Promise<number> {
  block.markdown += ' More.';
  return change(client, 'edit-block', { markdown: block.markdown }, block);
}

/** Milliseconds of a processor that a process has had, all of its threads together; undefined where the system does not say. */
function processor(pid: number): number | undefined {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return undefined;
  // fields are counted behind the name, which may hold blanks; these two are in hundredths of a second
  const fields = readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Does something so many times, one after the other, and tells how long it took; `work` gives its milliseconds. */
export async function measure(
  { pid }: Pick<Client, 'pid'>,
  what: string,
  count: number,
  work: () => Promise<number>,
): Promise<void> {
  const before = processor(pid);
  const found: number[] = [];
  for (let i = 0; i < count; i++) found.push(await work());
  const used =
    before === undefined ? '' : `, ${Math.round(((processor(pid) ?? 0) - before) / count)} ms of a processor`;
  console.log(`${what}: ${inWords(found)}${used}`);
}

/** Edits a block over and over while something else goes on, and tells how long the edits took. */
export async function beside(client: Client, what: string, block: Block, work: () => Promise<unknown>): Promise<void> {
  const found: number[] = [];
  const began = performance.now();
  let goesOn = true;
  const done = work().finally(() => {
    goesOn = false;
  });
  while (goesOn) found.push(await edit(client, block));
  await done;
  console.log(`an edit while ${what} (${Math.round(performance.now() - began)} ms): ${inWords(found)}`);
}

export function inWords(found: number[]): string {
  const sorted = found.toSorted((a, b) => a - b);
  const [best, middle, worst] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].map((ms) =>
    Math.round(ms ?? 0),
  );
  return found.length === 1
    ? `${best} ms`
    : `${best} ms at best, ${middle} in the middle, ${worst} at worst of ${found.length}`;
}
