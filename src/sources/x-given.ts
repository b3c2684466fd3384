/** Posts that the operator gives one by one, without a token: by address, read as X shows them to other sites, or pasted. */
import { SourceError } from '../errors.ts';
import { withoutUnseen } from '../text/unseen.ts';
import type { CrawlContext, CrawledEntry, PostReference } from '../types.ts';
import { isJson, jsonOf, readJsonVisits } from './visits.ts';
import { isHandle, type Part, postAddress, postEntry, postUrl } from './x-entry.ts';
import { readOembed } from './x-oembed.ts';

const OEMBED = 'https://publish.twitter.com/oembed';
const MOST_POSTS = 1000;
const LINK = /https?:\/\/[^\s<>"]{1,2000}/g;

/** What one reference gave; several entries where a replay has several visits. */
interface Given {
  entries: CrawledEntry[];
  warnings: string[];
  unchanged: boolean;
}

/** Reads the posts in their order. Several are a thread: the later ones are about the first. What fails is a warning with its address. */
export async function readGiven(posts: PostReference[], context: CrawlContext): Promise<Part> {
  const given = await Promise.all(posts.slice(0, MOST_POSTS).map((post) => readOne(post, context)));
  const entries = given.flatMap((one) => one.entries);
  const first = entries[0]?.url;
  const warnings = given.flatMap((one) => one.warnings);
  if (posts.length > MOST_POSTS) warnings.push(`${posts.length} posts, of which the first ${MOST_POSTS} were read`);
  return {
    entries: entries.map((entry) =>
      first === undefined || entry.url === first ? entry : { ...entry, about: [first] },
    ),
    warnings,
    worked: entries.length > 0,
    unchanged: given.every((one) => one.unchanged),
    dollars: 0,
  };
}

async function readOne(post: PostReference, context: CrawlContext): Promise<Given> {
  const url = typeof post === 'string' ? post : post.url;
  try {
    return typeof post === 'string' ? await readShown(url, context) : readPasted(post, context);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { entries: [], warnings: [`${url}: ${error.message}`], unchanged: true };
  }
}

/** A post as X shows it to other sites. */
async function readShown(url: string, { fetch }: CrawlContext): Promise<Given> {
  const address = postAddress(url);
  if (address === undefined) throw new SourceError('it is no post of X; its address is https://x.com/HANDLE/status/…');
  const { id, handle = 'i' } = address;
  const asked = `${OEMBED}?url=${encodeURIComponent(postUrl(handle, id))}&omit_script=1&hide_thread=1&dnt=true&lang=en`;
  const holdsPost = (answer: Parameters<typeof isJson>[0]) => isJson(answer) && isPost(jsonOf(answer), id);
  const request = { url: asked, from: 'operator', cache: 'keep', worthKeeping: holdsPost } as const;
  const { visits, warnings, unchanged } = await readJsonVisits(
    fetch,
    request,
    (json, response) => ({ post: readOembed(json, id), seen: { url: asked, at: response.at } }),
    explain,
  );
  const cut = visits.some(({ post }) => post.cut)
    ? [
        `${url}: X gives only the beginning of this long post; paste it to quote it: { url: …, author: ${visits[0]?.post.handle}, text: "…" }`,
      ]
    : [];
  return {
    entries: visits.map(({ post, seen }) => postEntry(post, seen)),
    warnings: [...warnings.map((warning) => `${url}: ${warning}`), ...cut],
    unchanged,
  };
}

function isPost(json: unknown, id: string): boolean {
  try {
    return readOembed(json, id).text !== '';
  } catch {
    return false;
  }
}

/** A post that the operator pasted: it needs no request. */
function readPasted({ url, author, text }: Exclude<PostReference, string>, { now }: CrawlContext): Given {
  const address = postAddress(url);
  if (address === undefined) throw new SourceError('it is no post of X; its address is https://x.com/HANDLE/status/…');
  const handle = author.trim().replace(/^@/, '');
  if (!isHandle(handle)) throw new SourceError(`“${author}” is no handle of X; write the author as in the address`);
  // P2: nobody's words may stand under another's name
  if (address.handle !== undefined && address.handle.toLowerCase() !== handle.toLowerCase())
    throw new SourceError(`its address names @${address.handle}, its author is @${handle}; one of them is wrong`);
  const words = withoutUnseen(text.replaceAll('\r\n', '\n')).trim();
  if (words === '') throw new SourceError('the pasted text is empty');
  const links = words.match(LINK) ?? [];
  const post = { id: address.id, handle, text: words, cut: false, links, about: [] };
  return { entries: [postEntry(post, { url: postUrl(handle, address.id), at: now })], warnings: [], unchanged: true };
}

function explain(status: number, reason: string): string {
  const said = reason === '' ? '' : ` (“${reason}”)`;
  if (status === 404 || status === 403)
    return 'the post was deleted or is protected; paste it as { url, author, text } if you have its words';
  if (status === 429) return 'X was asked too often; the post is asked for again at the next crawl';
  if (status >= 500)
    return `X's server is in trouble (it answered ${status}); the post is asked for again at the next crawl`;
  return `X answered ${status}${said}; paste the post as { url, author, text }`;
}
