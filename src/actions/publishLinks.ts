/** Before an issue leaves, every link in it is opened once more: what is dead or was deleted since is not sent to readers. */
import { SourceError } from '../errors.ts';
import { pageKey } from '../text/url.ts';
import type { FetchResponse, Issue, World } from '../types.ts';
import { postQuestion } from './publishPosts.ts';

/** Of an answer nothing but its beginning counts; pages that are larger than this are there all the same. */
const MAX_BYTES = 3_000_000;
const TOO_LARGE = /which is the most that is read/;
const NO_HOST = / \(DNS\)/;
/** Answers of a site that lets no machine in, or not so many, although readers may see the page: 451 and 999 (LinkedIn) among them. */
const WALLS = new Set([401, 402, 403, 405, 406, 407, 418, 423, 425, 429, 451, 503, 999]);
export const UNSEEN = 'could not be seen by a machine';

/** A link that is not as it should be, and where it stands. */
export interface BadLink {
  url: string;
  /** Where it stands: “the letter”, or a block's heading in quotation marks. */
  where: string;
  detail: string;
}
export interface LinkReport {
  checked: number;
  /** Errors. */
  dead: BadLink[];
  /** Warnings: nobody but a person can tell. */
  unseen: BadLink[];
}

/** Opens each web link of an issue once. The door keeps to each host's pace. */
export async function checkLinks(world: World, issue: Issue): Promise<LinkReport> {
  const links = [...linkPlaces(issue)];
  let done = 0;
  const looks = links.map(async ([url, where]) => {
    const look = await lookAt(world, url);
    world.report.step('links', ++done, links.length);
    return { url, where, ...look };
  });
  const seen = await Promise.all(looks);
  const bad = (how: Look['how']) => seen.filter((look) => look.how === how).map(({ how: _, ...link }) => link);
  const dead = bad('dead');
  // a machine that is cut off finds every page dead
  const cutOff = dead.length > 1 && dead.length === links.length && dead.every(({ detail }) => NO_HOST.test(detail));
  const offline = 'no host at all could be found: is this machine offline? Connect it, or say --offline';
  return {
    checked: links.length,
    dead: cutOff ? [{ url: '', where: 'every link', detail: offline }] : dead,
    unseen: bad('unseen'),
  };
}

/** Every web link that a reader can follow, once, with the first place where it stands. */
export function linkPlaces(issue: Issue): Map<string, string> {
  const places = new Map<string, string>();
  const add = (url: string | undefined, where: string) => {
    if (url && /^https?:/i.test(url) && !places.has(url)) places.set(url, where);
  };
  for (const [, url] of issue.letter.matchAll(/\]\(<?(https?:[^\s)>]+)/gi)) add(url, 'the letter');
  for (const [i, block] of issue.blocks.entries())
    for (const url of block.links) add(url, block.heading ? `“${block.heading}”` : `block ${i + 1}`);
  return places;
}

interface Look {
  how: 'fine' | 'dead' | 'unseen';
  detail: string;
}
const FINE: Look = { how: 'fine', detail: '' };

async function lookAt(world: World, url: string): Promise<Look> {
  const post = postQuestion(url);
  if (!post) return judge(await asked(world, url));
  const answer = await asked(world, post.ask);
  if (typeof answer === 'string') return { how: 'unseen', detail: `${UNSEEN}: ${answer}` };
  const gone = post.gone(answer.status, answer.body);
  if (gone) return { how: 'dead', detail: gone };
  const fine = answer.status >= 200 && answer.status < 300;
  return fine ? FINE : { how: 'unseen', detail: `${UNSEEN}: ${new URL(post.ask).hostname} answered ${answer.status}` };
}

function judge(answer: FetchResponse | string): Look {
  if (typeof answer === 'string') return TOO_LARGE.test(answer) ? FINE : { how: 'dead', detail: answer };
  const { status } = answer;
  if (status < 400) return FINE;
  if (WALLS.has(status)) return { how: 'unseen', detail: `${UNSEEN}: it answered ${status}; open it yourself` };
  return { how: 'dead', detail: `answered ${status}` };
}

async function asked(world: World, url: string): Promise<FetchResponse | string> {
  try {
    return await world.fetch({ url, from: 'crawled', cache: 'none', maxBytes: MAX_BYTES });
  } catch (error) {
    if (error instanceof SourceError) return error.message;
    throw error;
  }
}

/** A line for each link that is dead, with the block that it stands in. */
export function deadLines(dead: BadLink[]): string {
  return dead.map(({ where, url, detail }) => `\n  ${where}: ${withUrl(url, detail)}`).join('');
}

/** What the door says names the address already. */
function withUrl(url: string, detail: string): string {
  return url === '' || detail.includes(url) || detail.includes(pageKey(url)) ? detail : `${url}: ${detail}`;
}
