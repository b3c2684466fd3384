/** Ghost's Admin API on loopback, as its 6.65 answered when it was asked (bench/peers/ghost.ts), and as its documentation says. */
import { createHmac } from 'node:crypto';
import { NOON } from '../door.ts';
import {
  type Answer,
  type Asked,
  type Campaign,
  type Contract,
  type ContractServer,
  contractServer,
  type Route,
} from './server.ts';
import { filled, flag, instant, oneOf, orNull, type Shape, strangers, text, wrongIn } from './shapes.ts';

const GHOST_KEY = `${'a1'.repeat(12)}:${'7c'.repeat(32)}`;
/** The site's newsletters, and slugs that pages have. */
export interface GhostSite {
  newsletters: { slug: string; name: string; status: string }[];
  slugsOfPages: string[];
  /** Of the server, in milliseconds since 1970; a token may be five minutes old. */
  now: number;
}

const FIELDS: Shape = {
  title: filled,
  html: text,
  custom_excerpt: orNull(text),
  slug: filled,
  status: oneOf('draft', 'scheduled', 'published'),
  updated_at: instant,
  published_at: instant,
  email_only: flag,
};

const SITE: GhostSite = {
  newsletters: [
    { slug: 'the-tap', name: 'The Tap', status: 'active' },
    { slug: 'old', name: 'Old', status: 'archived' },
  ],
  slugsOfPages: [],
  now: NOON.getTime(),
};

/** A site of its own for each test; `changes` is what is other than usual. */
export function ghost(changes: Partial<GhostSite> = {}): Contract {
  return {
    name: 'ghost',
    secret: GHOST_KEY,
    settings: (url) => ({ url }),
    start: () => ghostServer({ ...SITE, ...changes }),
  };
}

function ghostServer(site: GhostSite): Promise<ContractServer> {
  let changes = 0;
  const began = performance.now();
  const stamp = () => new Date(site.now + ++changes * 1000).toISOString();
  const told = ({ id, status, fields }: Campaign) => ({
    ...fields,
    id,
    status,
    url: `https://blog.example.test/p/${id}/`,
  });
  const posts = (...all: Campaign[]): Answer => ({ status: 200, json: { posts: all.map(told) } });
  const has = (slug: string, all: Map<string, Campaign>) =>
    site.slugsOfPages.includes(slug) || [...all.values()].some(({ fields }) => fields.slug === slug);

  const add: Route = ({ body, query }, all) => {
    const wrong = refusedFields(body, ['title*', 'updated_at']) ?? refusedQuery(query, ['source', 'include']);
    if (wrong) return wrong;
    const { html, status = 'draft', ...given } = onlyPost(body);
    if (html !== undefined && query.get('source') !== 'html')
      return failed(422, 'ValidationError', 'html needs source=html');
    let slug = String(given.slug);
    for (let n = 2; has(slug, all); n++) slug = `${given.slug}-${n}`;
    const id = (all.size + 1).toString(16).padStart(24, '6');
    const fields = { ...given, html: card(String(html)), slug, updated_at: stamp(), published_at: null, email: null };
    const made = { id, status: String(status), fields, sends: 0, tests: [] };
    all.set(id, made);
    return { ...posts(made), status: 201 };
  };
  const edit: Route = ({ body, params, query }, all) => {
    const post = all.get(params.id ?? '');
    if (!post) return failed(404, 'NotFoundError', 'Resource not found error, cannot edit post.');
    const known = ['source', 'include', 'newsletter', 'email_segment'];
    const wrong = refusedFields(body, ['updated_at*']) ?? refusedQuery(query, known);
    if (wrong) return wrong;
    const { html, status = post.status, updated_at, ...given } = onlyPost(body);
    if (updated_at !== post.fields.updated_at)
      return failed(409, 'UpdateCollisionError', 'Saving failed! Someone else is editing this post.');
    if (status === 'scheduled' && post.status === 'published')
      return failed(422, 'ValidationError', 'Your post is already published, please reload your page.');
    const refused = mailed(post, String(status), query, site);
    if (refused) return refused;
    Object.assign(post.fields, given, html === undefined ? {} : { html: card(String(html)) }, { updated_at: stamp() });
    post.status = String(status);
    return posts(post);
  };
  const routes: Record<string, Route> = {
    'GET /ghost/api/admin/site/': () => ({ status: 200, json: { site: { title: 'The Tap', version: '6.65' } } }),
    'GET /ghost/api/admin/newsletters/': ({ query }) => {
      const active = site.newsletters.filter(({ status }) => status === 'active');
      return refusedQuery(query, ['filter', 'limit']) ?? { status: 200, json: { newsletters: active } };
    },
    'GET /ghost/api/admin/posts/': ({ query }, all) => {
      const prefix = /^slug:~\^'([a-z0-9-]+)'$/.exec(query.get('filter') ?? '')?.[1];
      if (prefix === undefined) return failed(400, 'BadRequestError', 'Error parsing filter');
      const found = [...all.values()].filter(({ fields }) => String(fields.slug).startsWith(prefix));
      return refusedQuery(query, ['filter', 'limit', 'include']) ?? posts(...found);
    },
    'GET /ghost/api/admin/posts/:id/': ({ params }, all) => {
      const post = all.get(params.id ?? '');
      return post ? posts(post) : failed(404, 'NotFoundError', 'Resource not found error, cannot read post.');
    },
    'POST /ghost/api/admin/posts/': add,
    'PUT /ghost/api/admin/posts/:id/': edit,
  };
  return contractServer(routes, {
    gate: (asked) => gate(asked, site.now + performance.now() - began),
    missing: failed(404, 'NotFoundError', 'Resource not found'),
  });
}

/** Only what is in an HTML card comes through as it was. */
function card(html: string): string {
  const [, kept] = /^<!--kg-card-begin: html-->\n([\s\S]*)\n<!--kg-card-end: html-->$/.exec(html) ?? [];
  return kept ?? html.replace(/<\/?(table|tbody|tr|td|div)[^>]*>/g, '');
}

/** A post becomes a mailing when it is published with a newsletter, once; when it is scheduled, the newsletter is kept. */
function mailed(post: Campaign, status: string, query: URLSearchParams, site: GhostSite): Answer | undefined {
  const slug = query.get('newsletter');
  if (query.has('email_segment') && !slug) return failed(400, 'BadRequestError', 'email_segment needs newsletter');
  if (slug && !site.newsletters.some((one) => one.slug === slug && one.status === 'active'))
    return failed(400, 'ValidationError', "The newsletter parameter doesn't match any active newsletter.");
  if (slug && (status === 'draft' || post.status === 'published')) return undefined;
  if (slug) {
    post.fields.newsletter = slug;
    if (status === 'scheduled' && post.status !== 'scheduled') post.sends += 1;
  }
  if (status === 'published' && post.fields.newsletter && !post.fields.email) {
    post.fields.email = { status: 'pending', error: null };
    if (post.status !== 'scheduled') post.sends += 1;
  }
  return undefined;
}

function gate({ headers }: Asked, now: number): Answer | undefined {
  if (headers['accept-version'] !== 'v5.0') return failed(406, 'NotAcceptableError', 'Accept-Version is missing');
  const [head = '', claims = '', signature] = /^Ghost (\S+)$/.exec(headers.authorization ?? '')?.[1]?.split('.') ?? [];
  const read = (part: string) =>
    JSON.parse(Buffer.from(part || 'e30', 'base64url').toString()) as Record<string, unknown>;
  const [id, secret = ''] = GHOST_KEY.split(':');
  const right = createHmac('sha256', Buffer.from(secret, 'hex')).update(`${head}.${claims}`).digest('base64url');
  const { alg, kid } = read(head);
  const { aud, iat, exp } = read(claims);
  if (kid !== id) return failed(401, 'UnauthorizedError', 'Unknown Admin API Key');
  if (alg !== 'HS256' || aud !== '/admin/' || signature !== right)
    return failed(401, 'UnauthorizedError', 'Invalid token: invalid signature');
  const age = now / 1000 - Number(iat);
  if (!(Math.abs(age) < 300) || Number(exp) - Number(iat) > 300)
    return failed(401, 'UnauthorizedError', 'Invalid token: maxAge exceeded');
  return undefined;
}

function onlyPost(body: unknown): Record<string, unknown> {
  return (body as { posts: Record<string, unknown>[] }).posts[0] ?? {};
}

function refusedFields(body: unknown, required: string[]): Answer | undefined {
  const list = (body as { posts?: unknown })?.posts;
  if (!Array.isArray(list) || list.length !== 1 || Object.keys(body as object).length !== 1)
    return failed(400, 'BadRequestError', 'No root key (posts) provided.');
  const names = required.map((name) => name.replace('*', ''));
  const rest = Object.entries(FIELDS).filter(([name]) => !names.includes(name));
  const shape = Object.fromEntries([
    ...required.map((name): [string, Shape[string]] => [name, FIELDS[name.replace('*', '')] ?? text]),
    ...rest,
  ]);
  const [wrong] = wrongIn(list[0], shape as Shape);
  return (
    wrong && failed(422, 'ValidationError', `Validation (${wrong.message}) failed for ${wrong.field}`, wrong.field)
  );
}

function refusedQuery(query: URLSearchParams, known: string[]): Answer | undefined {
  const [stranger] = strangers(query, known);
  return stranger === undefined ? undefined : failed(400, 'BadRequestError', `unknown option ${stranger}`);
}

function failed(status: number, type: string, message: string, property: string | null = null): Answer {
  const error = { message, context: null, type, details: null, property, help: null, code: null, id: 'e1' };
  return { status, json: { errors: [error] } };
}
