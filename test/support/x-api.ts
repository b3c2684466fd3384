import type { Fetch, FetchRequest, FetchResponse } from '../../src/types.ts';

/** A post as X's API has it. */
export interface ApiPost {
  id: string;
  text: string;
  author_id?: string;
  created_at: string;
  [field: string]: unknown;
}
export interface ApiUser {
  id: string;
  username: string;
  name?: string;
}
const DAY = 86_400_000;
/** What Pullquote asks for of each post. */
export const API_FIELDS =
  'tweet.fields=conversation_id,referenced_tweets,note_tweet,author_id,created_at,public_metrics,entities,in_reply_to_user_id,lang&expansions=author_id&user.fields=username,name';

/** The id that X would give to a post of that moment; `n` tells apart those of one millisecond. */
export function idAt(at: string, n = 0): string {
  return (((BigInt(Date.parse(at)) - 1_288_834_974_657n) << 22n) + BigInt(n)).toString();
}

/**
 * X's API v2 over these posts, with a store in front of it as the door has: what it allows, refuses and charges is what FACTS §C and X's
 * documentation say. `answer` may take a request over.
 */
export function xApi(o: {
  users: ApiUser[];
  posts: ApiPost[];
  now: string;
  answer?: (url: URL) => { status: number; body: unknown } | undefined;
}) {
  const asked: FetchRequest[] = [];
  const stored = new Map<string, FetchResponse>();
  const chargedToday = new Map<string, Set<string>>();
  const state = { now: o.now, dollars: 0 };

  const charge = (keys: string[]) => {
    const day = state.now.slice(0, 10);
    const known = chargedToday.get(day) ?? new Set();
    chargedToday.set(day, known);
    for (const key of keys) {
      if (!known.has(key)) state.dollars += key.startsWith('user') ? 0.01 : 0.005;
      known.add(key);
    }
  };
  const page = (url: URL, posts: ApiPost[], limits: [number, number]) => {
    const size = Number(url.searchParams.get('max_results'));
    if (!(size >= limits[0] && size <= limits[1]))
      return refused(`max_results must be between ${limits.join(' and ')}`);
    const [start, end] = ['start_time', 'end_time'].map((name) => Date.parse(url.searchParams.get(name) ?? ''));
    if ((end as number) > Date.parse(state.now) - 10_000) return refused("'end_time' must be 10 seconds before now");
    if (url.pathname.includes('search') && (start as number) < Date.parse(state.now) - 7 * DAY)
      return refused("'start_time' must be within seven days");
    const from = Number(url.searchParams.get('pagination_token') ?? url.searchParams.get('next_token') ?? 0);
    const listed = posts
      .filter(({ created_at }) => !(Date.parse(created_at) < (start as number)))
      .filter(
        ({ created_at }) =>
          !(Date.parse(created_at) >= (end as number)) && Date.parse(created_at) <= Date.parse(state.now),
      )
      .sort((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at));
    const data = listed.slice(from, from + size);
    const next = from + size < listed.length ? { next_token: String(from + size) } : {};
    return { status: 200, body: { ...withAuthors(data), meta: { result_count: data.length, ...next } } };
  };
  const withAuthors = (data: ApiPost[]) => {
    const users = o.users.filter(({ id }) => data.some((post) => post.author_id === id));
    charge([...data.map(({ id }) => `post ${id}`), ...users.map(({ id }) => `user ${id}`)]);
    return data.length === 0 ? {} : { data, includes: { users } };
  };
  const route = (url: URL): { status: number; body: unknown } => {
    const taken = o.answer?.(url);
    if (taken) return taken;
    const [, name] = /^\/2\/users\/by\/username\/(\w+)$/.exec(url.pathname) ?? [];
    const [, user] = /^\/2\/users\/(\d+)\/tweets$/.exec(url.pathname) ?? [];
    const query = url.searchParams.get('query') ?? '';
    if (name) {
      const data = o.users.find(({ username }) => username.toLowerCase() === name.toLowerCase());
      if (data) charge([`user ${data.id}`]);
      return {
        status: 200,
        body: data ? { data } : { errors: [{ detail: `Could not find user with username: [${name}].` }] },
      };
    }
    if (user)
      return page(
        url,
        o.posts.filter((post) => post.author_id === user),
        [5, 100],
      );
    if (url.pathname.startsWith('/2/lists/')) return page(url, o.posts, [1, 100]);
    if (url.pathname === '/2/tweets') {
      const data = o.posts.filter(({ id }) => id === url.searchParams.get('ids'));
      return { status: 200, body: data.length ? withAuthors(data) : { errors: [{ title: 'Not Found Error' }] } };
    }
    const [, thread] = /^conversation_id:(\d+)$/.exec(query) ?? [];
    return page(
      url,
      o.posts.filter((post) => !thread || post.conversation_id === thread),
      [10, 100],
    );
  };

  const fetch: Fetch = async (request) => {
    const known = stored.get(request.url);
    if (known && request.cache === 'keep') return { ...known, from: 'stored' };
    asked.push(request);
    const { status, body } = route(new URL(request.url));
    const response: FetchResponse = {
      ...{ url: request.url, finalUrl: request.url, status, headers: { 'content-type': 'application/json' } },
      ...{ body: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)) },
      ...{ at: state.now, from: 'network' },
    };
    if (request.worthKeeping?.(response) ?? status === 200) stored.set(request.url, response);
    return response;
  };
  return { fetch, asked, state };
}

function refused(message: string) {
  return { status: 400, body: { errors: [{ message }], title: 'Invalid Request' } };
}
