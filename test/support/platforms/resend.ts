/** Resend on loopback, after its OpenAPI document: a write is answered with an id alone, and `send` on create would send. */
import { type Answer, type Campaign, type Contract, contractServer, type Route } from './server.ts';
import { email, filled, flag, instant, listOf, type Shape, strangers, text, wrongIn } from './shapes.ts';

const SECRET = 're_9QmT4xZk_7VwLr2YbNc5HdPs';
const SEGMENT = '78261eea-8f8b-4381-83c6-79fa7120f1cf';
const MOST = 10;
const COMMON: Shape = {
  name: text,
  audience_id: () => 'is deprecated',
  reply_to: listOf(email),
  preview_text: text,
  html: text,
  text,
  topic_id: text,
};
const CREATE: Shape = {
  ...COMMON,
  'segment_id*': filled,
  'from*': filled,
  'subject*': filled,
  send: flag,
  scheduled_at: instant,
};
const UPDATE: Shape = { ...COMMON, segment_id: filled, from: filled, subject: filled };
const EMAIL: Shape = {
  'from*': filled,
  'to*': listOf(email, 1),
  'subject*': filled,
  html: filled,
  text,
  reply_to: listOf(email),
};

function refused(statusCode: number, name: string, message: string): Answer {
  return { status: statusCode, json: { statusCode, name, message } };
}
const GONE = refused(404, 'not_found', 'Broadcast not found');

/** What is wrong with a body: its fields first, then what they say. */
function wrongWith(body: unknown, shape: Shape): Answer | undefined {
  const [wrong] = wrongIn(body, shape);
  if (wrong) return refused(422, 'validation_error', `The \`${wrong.field}\` field ${wrong.message}.`);
  const { from, segment_id } = body as Record<string, string>;
  if (segment_id !== undefined && segment_id !== SEGMENT) return refused(404, 'not_found', 'Segment not found');
  if (from !== undefined && !/@digest\.example>?$/.test(from))
    return refused(403, 'validation_error', `The ${from.split('@')[1]} domain is not verified.`);
  return undefined;
}

const create: Route = ({ body }, campaigns) => {
  const wrong = wrongWith(body, CREATE);
  if (wrong) return wrong;
  const { send, ...fields } = body as Record<string, unknown>;
  const id = `b1e2d3c4-0000-4000-8000-${String(campaigns.size + 1).padStart(12, '0')}`;
  campaigns.set(id, { id, status: send ? 'queued' : 'draft', fields, sends: send ? 1 : 0, tests: [] });
  return { status: 201, json: { id, object: 'broadcast' } };
};

/** A route on a broadcast that is there; `drafts`: and that has not left. */
function on(drafts: boolean, work: (campaign: Campaign, body: unknown) => Answer): Route {
  return ({ params, body }, campaigns) => {
    const campaign = campaigns.get(params.id ?? '');
    if (!campaign) return GONE;
    if (drafts && campaign.status !== 'draft')
      return refused(422, 'validation_error', `A broadcast that is ${campaign.status} can not be changed or sent.`);
    return work(campaign, body);
  };
}

const update = on(true, (campaign, body) => {
  const wrong = wrongWith(body, UPDATE);
  if (wrong) return wrong;
  Object.assign(campaign.fields, body);
  return { status: 200, json: { id: campaign.id, object: 'broadcast' } };
});
const send = on(true, (campaign, body) => {
  const wrong = wrongWith(body, { scheduled_at: instant });
  if (wrong) return wrong;
  const { scheduled_at } = body as { scheduled_at?: string };
  campaign.status = 'queued';
  if (scheduled_at) campaign.fields.scheduled_at = scheduled_at;
  campaign.sends++;
  return { status: 200, json: { id: campaign.id } };
});
const single: Route = ({ body }, campaigns) => {
  const wrong = wrongWith(body, EMAIL);
  if (wrong) return wrong;
  const { subject, to, html } = body as { subject: string; to: string[]; html: string };
  if (html.includes('{{{')) return refused(422, 'validation_error', 'Only broadcasts have variables.');
  const of = [...campaigns.values()].find(({ fields }) => subject === `[Test] ${fields.subject}`);
  of?.tests.push(to);
  return { status: 200, json: { id: '49a3999c-0ce1-4ea6-ab68-afcd6dc2e794' } };
};

const list: Route = ({ query }, campaigns) => {
  const [stranger] = strangers(query, ['limit', 'after', 'before']);
  if (stranger) return refused(422, 'validation_error', `${stranger} is not a parameter`);
  const limit = Number(query.get('limit') ?? 20);
  if (limit < 1 || limit > 100) return refused(422, 'validation_error', 'The `limit` must be between 1 and 100.');
  const all = [...campaigns.values()].reverse();
  const from = query.has('after') ? all.findIndex(({ id }) => id === query.get('after')) + 1 : 0;
  const end = from + Math.min(limit, MOST);
  const data = all.slice(from, end).map(({ id, status, fields }) => {
    const { name, segment_id, scheduled_at = null } = fields;
    return { id, name, segment_id, status, created_at: '2026-11-20 08:00:00.000+00', scheduled_at, sent_at: null };
  });
  return { status: 200, json: { object: 'list', has_more: end < all.length, data } };
};

const read = on(false, ({ id, status, fields }) => ({
  status: 200,
  json: { object: 'broadcast', id, status, scheduled_at: null, sent_at: null, ...fields },
}));

export const RESEND: Contract = {
  name: 'resend',
  secret: SECRET,
  settings: (url) => ({ url, segment: SEGMENT, from: 'Weekly Digest <mz@digest.example>', replyTo: 'mz@example.com' }),
  start: () =>
    contractServer(
      {
        'POST /broadcasts': create,
        'GET /broadcasts': list,
        'GET /broadcasts/:id': read,
        'PATCH /broadcasts/:id': update,
        'POST /broadcasts/:id/send': send,
        'POST /emails': single,
        'GET /segments/:id': ({ params }) =>
          params.id === SEGMENT
            ? { status: 200, json: { object: 'segment', id: SEGMENT, name: 'Weekly readers' } }
            : refused(404, 'not_found', 'Segment not found'),
      },
      {
        gate: ({ headers }) => {
          if (headers.authorization === `Bearer ${SECRET}`) return undefined;
          return refused(401, 'invalid_api_key', 'API key is invalid');
        },
        missing: refused(404, 'not_found', 'The requested endpoint does not exist'),
      },
    ),
};
