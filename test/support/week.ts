import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { decodeHTML, decodeXML } from 'entities';
import { parse } from 'yaml';
import { decodeHar, readHar } from '../../src/text/har.ts';
import { SAMPLE } from './cli.ts';

/** A post or comment as the site itself answers about it. */
export interface RecordedPost {
  author: string;
  /** As HTML, or as the editor pasted it. */
  said: string;
}

/** The bodies of the sample week's recording by address. */
export function recordedBodies(): Map<string, string> {
  const { responses } = readHar(decodeHar(readFileSync(SAMPLE)));
  return new Map(responses.map(({ url, body }) => [url, Buffer.from(body).toString('utf8')]));
}

/** Who wrote what, by the address of each post and comment: read from what the sites answered, by none of the crawlers. */
export function recordedPosts(): Map<string, RecordedPost> {
  const posts = new Map<string, RecordedPost>();
  for (const [url, body] of recordedBodies()) {
    if (url.startsWith('https://hn.algolia.com/api/v1/items/')) addTree(JSON.parse(body), posts);
    else if (url.startsWith('https://publish.twitter.com/oembed')) addShown(JSON.parse(body), posts);
    else if (/^https:\/\/(bridge|lamp-social)\./.test(url)) addFeed(body, posts);
  }
  for (const { url, author, text } of pasted()) posts.set(url, { author, said: text });
  return posts;
}

interface Node {
  id: number;
  author: string;
  text: string | null;
  children: Node[];
}
function addTree({ id, author, text, children }: Node, posts: Map<string, RecordedPost>): void {
  posts.set(`https://news.ycombinator.com/item?id=${id}`, { author, said: decodeHTML(text ?? '') });
  for (const child of children) addTree(child, posts);
}

/** X answers under its old name. */
function addShown(answer: { url: string; author_url: string; html: string }, posts: Map<string, RecordedPost>): void {
  const author = answer.author_url.split('/').at(-1) ?? '';
  const [, said = ''] = /<p [^>]*>(.*?)<\/p>/s.exec(answer.html) ?? [];
  posts.set(answer.url.replace('//twitter.com/', '//x.com/'), { author, said: decodeHTML(said) });
}

/** A bridge names the author of each post; an account's own feed is by the account. */
function addFeed(body: string, posts: Map<string, RecordedPost>): void {
  const account = /@(\w+)@/.exec(body)?.[1] ?? '';
  for (const [, entry = ''] of body.matchAll(/<item>(.*?)<\/item>/gs)) {
    const [, url = ''] = /<link>(.*?)<\/link>/.exec(entry) ?? [];
    const author = /<dc:creator>@(.*?)<\/dc:creator>/.exec(entry)?.[1] ?? account;
    const [, said = ''] = /<description>(.*?)<\/description>/s.exec(entry) ?? [];
    posts.set(url, { author, said: decodeHTML(decodeXML(said)) });
  }
}

function pasted(): { url: string; author: string; text: string }[] {
  const sources = parse(readFileSync(resolve('examples/week/sources.yaml'), 'utf8')) as { posts?: unknown[] }[];
  return sources.flatMap(({ posts = [] }) => posts).filter((post) => typeof post === 'object') as ReturnType<
    typeof pasted
  >;
}
