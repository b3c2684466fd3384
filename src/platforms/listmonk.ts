/** listmonk, on a server of one's own: the issue is a campaign. */
import { z } from 'zod';
import type { Fetch, IssuePack, Platform, RemoteIssue, RemoteStatus } from '../types.ts';
import { MOST_PAGES, mustLieAhead, plainSubject, readAnswer } from './answers.ts';
import { api, type PlatformContext } from './api.ts';
import { isoOf } from './instants.ts';
import { listNames, templateUsed } from './listmonkSetup.ts';

interface Settings {
  /** Of the server, without `/api`. */
  url: string;
  /** Name of the API user. */
  user: string;
  /** Ids of the lists that it goes to. */
  lists: number[];
  /** Id of a template that adds nothing to the email. */
  template?: number;
  from?: string;
}

const campaignShape = z.object({
  id: z.number(),
  status: z.string(),
  tags: z.array(z.string()).nullish(),
  send_at: z.string().nullish(),
  started_at: z.string().nullish(),
});
type Campaign = z.infer<typeof campaignShape>;
const oneShape = z.object({ data: campaignShape });
const pageShape = z.object({ data: z.object({ results: z.array(campaignShape), total: z.number().default(0) }) });
/** What a campaign is made of, as listmonk gives it back. */
const wholeShape = z.object({
  data: z.object({
    name: z.string(),
    subject: z.string(),
    lists: z.array(z.object({ id: z.number() })),
    type: z.string(),
    content_type: z.string(),
    body: z.string(),
    altbody: z.string().nullable().optional(),
    messenger: z.string(),
    tags: z.array(z.string()),
    template_id: z.number().nullable().optional(),
    from_email: z.string(),
    media: z.array(z.object({ id: z.number() })).nullish(),
  }),
});

const PAGE = 100;
const STATUS: Record<string, RemoteStatus> = {
  draft: 'draft',
  scheduled: 'scheduled',
  running: 'sending',
  paused: 'sending',
  finished: 'sent',
};
/** listmonk 4 and later. Settings: `url`, `user`, `lists`, `template?`, `from?`; key: LISTMONK_API_KEY, the token of that API user. */
export function listmonkPlatform(context: PlatformContext): Platform {
  const settings = context.settings as unknown as Settings;
  const server = settings.url.replace(/\/+(api\/*)?$/, '');
  const { call } = api(
    { ...context, fetch: tellingGone(context.fetch) },
    {
      name: 'listmonk',
      base: `${server}/api`,
      headers: { authorization: `token ${settings.user}:\${LISTMONK_API_KEY}` },
      explain,
    },
  );
  const remote = (json: unknown) => remoteOf(readAnswer('listmonk', oneShape, json).data, server);
  const body = (pack: IssuePack) => bodyOf(pack, settings, context.newsletter);
  const setStatus = async (id: string, status: string) =>
    remote((await call({ method: 'PUT', path: `${pathOf(id)}/status`, body: { status } })).json);

  return {
    name: 'listmonk',
    tags: { unsubscribe: '{{ UnsubscribeURL }}', webVersion: '{{ MessageURL }}' },
    supports: { test: 'subscribers', schedule: true, send: true },
    async probe() {
      const query = { minimal: 'true', per_page: 'all' };
      const { json } = await call({ method: 'GET', path: '/lists', query });
      const names = listNames(json, settings.lists);
      const used = templateUsed((await call({ method: 'GET', path: '/templates' })).json, settings.template);
      return `${server}, to ${names.join(', ')}. ${used}`;
    },
    async find({ key }) {
      // older servers do not know `tag` and give every campaign
      const query = { tag: key, no_body: 'true', order_by: 'created_at', order: 'DESC', per_page: String(PAGE) };
      for (let page = 1; page <= MOST_PAGES; page++) {
        const { json } = await call({ method: 'GET', path: '/campaigns', query: { ...query, page: String(page) } });
        const { results, total } = readAnswer('listmonk', pageShape, json).data;
        const ours = results.find(({ tags }) => tags?.includes(key));
        if (ours) return remoteOf(ours, server);
        if (results.length === 0 || page * PAGE >= total) return undefined;
      }
      return undefined;
    },
    async createDraft(pack) {
      return remote((await call({ method: 'POST', path: '/campaigns', body: body(pack) })).json);
    },
    async update(id, pack) {
      return remote((await call({ method: 'PUT', path: pathOf(id), body: body(pack) })).json);
    },
    async test(id, pack, to) {
      const subject = pack.subject.startsWith('[Test]') ? pack.subject : `[Test] ${pack.subject}`;
      const test = { ...body({ ...pack, subject }), subscribers: to };
      await call({ method: 'POST', path: `${pathOf(id)}/test`, body: test });
    },
    async schedule(id, at) {
      mustLieAhead('listmonk', at, context.clock());
      const { data } = readAnswer('listmonk', wholeShape, (await call({ method: 'GET', path: pathOf(id) })).json);
      const [lists, media] = [data.lists, data.media ?? []].map((all) => all.map((one) => one.id));
      const timed = { ...data, lists, media, send_at: at };
      await call({ method: 'PUT', path: pathOf(id), body: timed });
      return setStatus(id, 'scheduled');
    },
    send: (id) => setStatus(id, 'running'),
    async status(id) {
      const query = { no_body: 'true' };
      const { status, json } = await call({ method: 'GET', path: pathOf(id), query, allow404: true });
      return status === 404 ? undefined : remote(json);
    },
  };
}

function pathOf(id: string): string {
  return `/campaigns/${encodeURIComponent(id)}`;
}

/** listmonk says 400 of a campaign that is not there, which is a 404 anywhere else. */
function tellingGone(fetch: Fetch): Fetch {
  return async (request) => {
    const answer = await fetch(request);
    const asksForOne = (request.method ?? 'GET') === 'GET' && /\/api\/campaigns\/\d+(\?|$)/.test(request.url);
    return answer.status === 400 && asksForOne ? { ...answer, status: 404 } : answer;
  };
}

function bodyOf(pack: IssuePack, { lists, template, from }: Settings, newsletter: string): Record<string, unknown> {
  return {
    name: `${newsletter} ${pack.number}`,
    subject: plainSubject(pack.subject),
    lists,
    type: 'regular',
    content_type: 'html',
    body: pack.html,
    altbody: pack.text,
    messenger: 'email',
    tags: [pack.key],
    ...(template === undefined ? {} : { template_id: template }),
    ...(from === undefined ? {} : { from_email: from }),
  };
}

function remoteOf(campaign: Campaign, server: string): RemoteIssue {
  const { id, status: said } = campaign;
  const at = said === 'draft' ? undefined : isoOf(campaign.started_at ?? campaign.send_at);
  return {
    id: String(id),
    status: STATUS[said] ?? 'unknown',
    said,
    where: `${server}/admin/campaigns/${id}`,
    ...(at ? { at } : {}),
  };
}

const errorShape = z.object({ message: z.string() });

function explain(status: number, json: unknown): string | undefined {
  const said = errorShape.safeParse(json).data?.message ?? '';
  if (status === 400 && /\bcampaign not found\b/i.test(said))
    return 'It was deleted there: run publish again, and it is made anew';
  if (status !== 401 && status !== 403) return undefined;
  return 'Check platforms.listmonk.user in newsletter.yaml and LISTMONK_API_KEY in .env: an API user (Admin, Users) and its token, with a role that may manage campaigns and these lists';
}
