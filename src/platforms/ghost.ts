/** Ghost, by its Admin API: the issue is a post that is mailed to a newsletter's members when it is published. */
import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { IssuePack, Platform, RemoteIssue, RemoteStatus } from '../types.ts';
import { mustLieAhead, readAnswer } from './answers.ts';
import { api, type Call, type PlatformContext } from './api.ts';
import { ghostAuthorization } from './ghostToken.ts';
import { isoOf } from './instants.ts';

interface Settings {
  url: string;
  /** The slug of the newsletter, where the site has several. */
  newsletter?: string;
  /** Whom it goes to: `all`, `status:free`, `status:-free`, or a filter on labels. */
  segment?: string;
}

const postShape = z.object({
  id: z.string(),
  slug: z.string(),
  status: z.string(),
  updated_at: z.string(),
  published_at: z.string().nullish(),
  email: z.object({ status: z.string(), error: z.string().nullish() }).nullish(),
});
type Post = z.infer<typeof postShape>;
const postsShape = z.object({ posts: z.array(postShape) });
const newslettersShape = z.object({ newsletters: z.array(z.object({ slug: z.string(), name: z.string() })) });
const siteShape = z.object({ site: z.object({ title: z.string(), version: z.string() }) });

/** With the state of the mailing; without it Ghost tells of the post alone. */
const WITH_EMAIL = { include: 'email' };
/** Letters that Ghost keeps of an excerpt. */
const LONGEST_EXCERPT = 300;

/** Ghost 5 and later. Settings: `url` of the site, `newsletter?`, `segment?`; key: GHOST_API_KEY, the Admin API key of a custom integration. */
export function ghostPlatform(context: PlatformContext): Platform {
  const settings = context.settings as unknown as Settings;
  const site = settings.url.replace(/\/(ghost\/?.*)?$/, '');
  const authorization = ghostAuthorization(context);
  const { call } = api(context, {
    name: 'ghost',
    base: `${site}/ghost/api/admin`,
    headers: { 'accept-version': 'v5.0' },
    explain,
  });
  const ask = (request: Call) => call({ ...request, headers: { authorization: authorization() } });
  const remote = (post: Post) => remoteOf(post, site);

  async function read(id: string): Promise<Post | undefined> {
    const path = `/posts/${encodeURIComponent(id)}/`;
    const { status, json } = await ask({ method: 'GET', path, query: WITH_EMAIL, allow404: true });
    return status === 404 ? undefined : onlyPost(json);
  }
  async function present(id: string): Promise<Post> {
    const post = await read(id);
    if (post) return post;
    throw new UserError(`ghost: the post ${id} was deleted there. Run publish again, and it is made anew.`, 4);
  }
  /** Ghost refuses to change a post of which one does not know the last change. */
  async function write(post: Post, fields: object, query: Record<string, string>): Promise<RemoteIssue> {
    const path = `/posts/${encodeURIComponent(post.id)}/`;
    const body = { posts: [{ ...fields, updated_at: post.updated_at }] };
    return remote(onlyPost((await ask({ method: 'PUT', path, query: { ...query, ...WITH_EMAIL }, body })).json));
  }
  async function newsletter(): Promise<string> {
    const query = { filter: 'status:active', limit: '100' };
    const { newsletters } = readAnswer(
      'ghost',
      newslettersShape,
      (await ask({ method: 'GET', path: '/newsletters/', query })).json,
    );
    return chosen(newsletters, settings.newsletter);
  }
  /** A post is mailed only where the request that publishes or schedules it names a newsletter. */
  async function mail(id: string, fields: object): Promise<RemoteIssue> {
    const post = await present(id);
    if (post.status !== 'draft' && post.status !== 'scheduled') return remote(post);
    const query = { newsletter: await newsletter(), email_segment: settings.segment ?? 'all' };
    // one that is sent before its hour would keep the hour, and be of the future on the site
    const now = post.status === 'scheduled' ? { published_at: context.clock().toISOString() } : {};
    return write(post, { ...now, ...fields }, query);
  }

  return {
    name: 'ghost',
    // Ghost's own footer has the one-click link, so this one does not go there
    tags: { unsubscribe: '#/portal/account/newsletters' },
    supports: { test: 'none', schedule: true, send: true },
    async probe() {
      const { site: about } = readAnswer('ghost', siteShape, (await ask({ method: 'GET', path: '/site/' })).json);
      return `${about.title} (Ghost ${about.version}), newsletter ${await newsletter()}`;
    },
    async find({ key }) {
      // where a page or an old post has the slug already, Ghost puts a number after it
      const query = { filter: `slug:~^'${key}'`, limit: '100', ...WITH_EMAIL };
      const { posts } = readAnswer('ghost', postsShape, (await ask({ method: 'GET', path: '/posts/', query })).json);
      const ours = posts.filter(({ slug }) => slug === key || isNumbered(slug, key));
      const post = ours.find(({ slug }) => slug === key) ?? ours[0];
      return post && remote(post);
    },
    async createDraft(pack) {
      const body = { posts: [{ ...(await fieldsOf(pack)), slug: pack.key, status: 'draft' }] };
      const { json } = await ask({ method: 'POST', path: '/posts/', query: { source: 'html' }, body });
      return remote(onlyPost(json));
    },
    async update(id, pack) {
      const post = await present(id);
      if (post.status === 'draft') return write(post, await fieldsOf(pack), { source: 'html' });
      throw new UserError(`ghost: the post ${id} is ${post.status} there, no draft any more. It was left as it is.`, 4);
    },
    async test() {
      throw new UserError('ghost: its Admin API sends no test mails. Set SMTP_URL, or use Preview in Ghost Admin.', 4);
    },
    async schedule(id, at) {
      mustLieAhead('ghost', at, context.clock());
      return mail(id, { status: 'scheduled', published_at: at });
    },
    send: (id) => mail(id, { status: 'published' }),
    async status(id) {
      const post = await read(id);
      return post && remote(post);
    },
  };
}

/** Words, links and pictures alone: Ghost sets a frame of its own around them and writes its styles into each element, which makes of our whole email one that Gmail clips. */
async function fieldsOf(pack: IssuePack): Promise<Record<string, string | null>> {
  // what reads HTML takes longer to load than most commands run
  const { pasteHtml } = await import('./filePackPaste.ts');
  const excerpt = [...pack.preheader].slice(0, LONGEST_EXCERPT).join('');
  return { title: pack.subject, html: htmlCard(pasteHtml(pack)), custom_excerpt: excerpt || null };
}

/** A page's body within an HTML card, which Ghost's editor keeps as it is. The head stays out: its styles would be the whole web page's. */
export function htmlCard(html: string): string {
  const body = /<body\b[^>]{0,4000}>([\s\S]*)<\/body>/i.exec(html)?.[1] ?? html;
  // Ghost decodes character references, and what was no tag of its own (`%%{uuid}%%`) would be one again
  const own = body.replace(/(?:%|&#37;){2}(?:\{|&#123;)/g, '%%\u2060{');
  return `<!--kg-card-begin: html-->\n${own.trim()}\n<!--kg-card-end: html-->`;
}

function isNumbered(slug: string, key: string): boolean {
  return slug.startsWith(`${key}-`) && /^[2-9]$/.test(slug.slice(key.length + 1));
}

function onlyPost(json: unknown): Post {
  return readAnswer('ghost', z.object({ posts: z.tuple([postShape]) }), json).posts[0];
}

function chosen(all: { slug: string; name: string }[], wanted: string | undefined): string {
  const names = all.map(({ slug }) => slug).join(', ') || 'none';
  const [only] = all;
  if (wanted === undefined && only && all.length === 1) return only.slug;
  if (wanted !== undefined && all.some(({ slug }) => slug === wanted)) return wanted;
  const what = wanted === undefined ? 'which newsletter is meant is not clear' : `there is no newsletter “${wanted}”`;
  throw new UserError(
    `ghost: ${what}. Active ones: ${names}. Set platforms.ghost.newsletter in newsletter.yaml to one of these.`,
    4,
  );
}

function remoteOf(post: Post, site: string): RemoteIssue {
  const { id, status, email, published_at: at } = post;
  const mailing = email ? `, mailing ${email.status}${email.error ? `: ${email.error.slice(0, 200)}` : ''}` : '';
  const said = `${status}${mailing || (status === 'published' ? ' on the site, not mailed' : '')}`;
  const due = status === 'draft' ? undefined : isoOf(at);
  return {
    id,
    status: statusOf(post),
    said,
    where: `${site}/ghost/#/editor/post/${id}`,
    ...(due ? { at: due } : {}),
  };
}

function statusOf({ status, email }: Post): RemoteStatus {
  if (status === 'draft' || status === 'scheduled') return status;
  if (status !== 'published' && status !== 'sent') return 'unknown';
  if (email?.status === 'submitted') return 'sent';
  return email?.status === 'pending' || email?.status === 'submitting' ? 'sending' : 'unknown';
}

const errorShape = z.object({ errors: z.array(z.object({ type: z.string().catch(''), code: z.string().nullish() })) });

function explain(status: number, json: unknown): string | undefined {
  const [error] = errorShape.safeParse(json).data?.errors ?? [];
  if (status === 401)
    return 'Check GHOST_API_KEY in .env: it is the Admin API key of a custom integration of this very site (Settings, Integrations), and the clock of this machine must be right';
  if (error?.type === 'UpdateCollisionError')
    return 'Somebody changed the post in Ghost meanwhile: close it there, then run the command again';
  if (error?.type === 'HostLimitError')
    return 'The plan of this site does not allow it: see Settings, Billing in Ghost Admin';
  if (error?.type === 'EmailError') return 'Ghost cannot mail yet: set up Mailgun under Settings, Email newsletter';
  return undefined;
}
