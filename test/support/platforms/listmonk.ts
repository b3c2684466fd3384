/** listmonk's API on loopback, as its source (cmd/campaigns.go) and documentation say. */
import {
  type Answer,
  type Campaign,
  type Contract,
  type ContractServer,
  contractServer,
  type Route,
} from './server.ts';
import {
  email,
  filled,
  instant,
  listOf,
  oneOf,
  orNull,
  type Shape,
  strangers,
  text,
  whole,
  wrongIn,
} from './shapes.ts';

const LISTMONK_KEY = 'tokenOfListmonkApiUser01';
export interface Listmonk {
  lists: { id: number; name: string }[];
  templates: { id: number; name: string; is_default: boolean; body: string }[];
  subscribers: string[];
  /** Whether `tag` of a look-up does anything, which it does not on old servers. */
  knowsTag: boolean;
}

const CAMPAIGN: Shape = {
  'name*': filled,
  'subject*': filled,
  'lists*': listOf(whole, 1),
  'type*': oneOf('regular'),
  'content_type*': oneOf('html'),
  'body*': filled,
  altbody: orNull(text),
  messenger: oneOf('email'),
  tags: listOf(text),
  template_id: orNull(whole),
  from_email: text,
  send_at: orNull(instant),
  media: listOf(whole),
};
/** From which states a campaign may go to the next. */
const FROM: Record<string, string[]> = {
  draft: ['scheduled'],
  scheduled: ['draft', 'paused'],
  running: ['draft', 'paused'],
  paused: ['running'],
  cancelled: ['running', 'paused'],
};
const REFUSED: Record<string, string> = {
  draft: 'Only scheduled campaigns can be saved as drafts',
  scheduled: 'Only drafts can be scheduled',
  running: 'Only paused campaigns and drafts can be started',
};

const USUAL: Listmonk = {
  lists: [
    { id: 3, name: 'Readers' },
    { id: 4, name: 'Friends' },
  ],
  templates: [{ id: 1, name: 'Bare', is_default: true, body: '{{ template "content" . }}' }],
  subscribers: ['mz@example.com', 'ed@example.com'],
  knowsTag: true,
};

/** A server of its own for each test; `changes` is what is other than usual. */
export function listmonk(changes: Partial<Listmonk> = {}): Contract {
  return {
    name: 'listmonk',
    secret: LISTMONK_KEY,
    settings: (url) => ({ url, user: 'desk', lists: [3] }),
    start: () => listmonkServer({ ...USUAL, ...changes }),
  };
}

function listmonkServer(o: Listmonk): Promise<ContractServer> {
  const told = ({ id, status, fields }: Campaign, whole = true) => ({
    created_at: '2026-11-22T12:00:00Z',
    started_at: null,
    send_at: null,
    altbody: null,
    from_email: 'Listmonk <no@listmonk.example.test>',
    template_id: 1,
    ...fields,
    ...(whole ? {} : { body: '' }),
    id: Number(id),
    status,
    lists: o.lists.filter((list) => (fields.lists as number[]).includes(list.id)),
    media: ((fields.media as number[] | undefined) ?? []).map((one) => ({ id: one })),
  });
  const data = (value: unknown): Answer => ({ status: 200, json: { data: value } });
  const on = (run: (campaign: Campaign, body: unknown) => Answer): Route => {
    return ({ params, body }, all) => {
      const campaign = all.get(params.id ?? '');
      return campaign ? run(campaign, body) : refused(400, 'Campaign not found');
    };
  };
  const routes: Record<string, Route> = {
    'GET /api/lists': ({ query }) =>
      wrongQuery(query, ['minimal', 'per_page']) ?? data({ results: o.lists, total: o.lists.length }),
    'GET /api/templates': () => data(o.templates),
    'GET /api/campaigns': ({ query }, all) => {
      const wrong = wrongQuery(query, ['tag', 'no_body', 'order_by', 'order', 'per_page', 'page']);
      const found = [...all.values()].filter(
        ({ fields }) => !o.knowsTag || (fields.tags as string[]).includes(query.get('tag') ?? ''),
      );
      const [size, page] = [Number(query.get('per_page')), Number(query.get('page'))];
      const results = found.reverse().slice((page - 1) * size, page * size);
      if (wrong || !results.length) return wrong ?? data({ results: [] });
      return data({ results: results.map((one) => told(one, false)), total: found.length, page, per_page: size });
    },
    'GET /api/campaigns/:id': on((campaign) => data(told(campaign))),
    'POST /api/campaigns': ({ body }, all) => {
      const wrong = wrongCampaign(body, CAMPAIGN, o);
      if (wrong) return wrong;
      const id = String(all.size + 1);
      const made = { id, status: 'draft', fields: body as Campaign['fields'], sends: 0, tests: [] };
      all.set(id, made);
      return data(told(made));
    },
    'PUT /api/campaigns/:id': on((campaign, body) => {
      if (!['draft', 'paused', 'scheduled'].includes(campaign.status))
        return refused(400, 'Cannot update a running or a finished campaign');
      const wrong = wrongCampaign(body, CAMPAIGN, o);
      if (wrong) return wrong;
      // lists and media are always those of the request; of the rest, what it leaves out stays
      campaign.fields = { ...campaign.fields, media: [], ...(body as Campaign['fields']) };
      return data(told(campaign));
    }),
    'PUT /api/campaigns/:id/status': on((campaign, body) => {
      const { status } = body as { status: string };
      if (!FROM[status]?.includes(campaign.status)) return refused(400, REFUSED[status] ?? 'Invalid status');
      if (status === 'scheduled' && !campaign.fields.send_at)
        return refused(400, 'Campaign needs a `send_at` date to be scheduled');
      if (status === 'running' || status === 'scheduled') campaign.sends += 1;
      campaign.status = status;
      return data(told(campaign));
    }),
    'POST /api/campaigns/:id/test': on((campaign, body) => {
      const wrong = wrongCampaign(body, { ...CAMPAIGN, 'subscribers*': listOf(email, 1) }, o);
      if (wrong) return wrong;
      const to = (body as { subscribers: string[] }).subscribers.filter((one) => o.subscribers.includes(one));
      if (to.length === 0) return refused(400, 'No subscribers found to send the test to');
      campaign.tests.push(to);
      return data(true);
    }),
  };
  return contractServer(routes, {
    gate: ({ headers }) =>
      headers.authorization === `token desk:${LISTMONK_KEY}` ? undefined : refused(403, 'invalid API credentials'),
    missing: { status: 404, json: { message: 'Not Found' } },
  });
}

function wrongCampaign(body: unknown, shape: Shape, o: Listmonk): Answer | undefined {
  const [wrong] = wrongIn(body, shape);
  if (wrong) return refused(400, `${wrong.field} ${wrong.message}`);
  const { lists } = body as { lists: number[] };
  const gone = lists.find((id) => !o.lists.some((list) => list.id === id));
  return gone === undefined ? undefined : refused(400, `list ${gone} not found`);
}

function wrongQuery(query: URLSearchParams, known: string[]): Answer | undefined {
  const [stranger] = strangers(query, known);
  return stranger === undefined ? undefined : refused(400, `unknown query ${stranger}`);
}

function refused(status: number, message: string): Answer {
  return { status, json: { message } };
}
