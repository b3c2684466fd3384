/** Kit v4 on loopback. A PUT replaces all that a broadcast holds, which is the strictest reading of its documentation. */
import { type Answer, type Asked, type Campaign, type Contract, contractServer, type Route } from './server.ts';
import {
  email,
  flag,
  instant,
  listOf,
  oneOf,
  orNull,
  record,
  type Shape,
  strangers,
  text,
  whole,
  wrongIn,
} from './shapes.ts';

const SECRET = 'kit_4f1b7c9e02d84a6fb3';
/** A page is never longer, whatever is asked for. */
const MOST = 10;
const TEMPLATES = [
  { id: 6, name: 'Text Only', is_default: false, category: 'Classic' },
  { id: 12, name: 'Plain frame', is_default: true, category: 'Classic' },
];
const filter = record({ 'type*': oneOf('segment', 'tag'), 'ids*': listOf(whole, 1) });
const SHAPE: Shape = {
  subject: orNull(text),
  preview_text: orNull(text),
  description: orNull(text),
  content: orNull(text),
  public: flag,
  published_at: orNull(instant),
  send_at: orNull(instant),
  email_template_id: orNull(whole),
  email_address: orNull(email),
  thumbnail_alt: orNull(text),
  thumbnail_url: orNull(text),
  subscriber_filter: listOf(record({ all: listOf(filter), any: listOf(filter), none: listOf(filter) })),
};
const GONE: Answer = { status: 404, json: { errors: ['Not Found'] } };
const EVERYBODY = [{ all: [{ type: 'all_subscribers' }] }];

function shown({ id, fields }: Campaign) {
  const { email_template_id, subscriber_filter, ...rest } = fields;
  const template = TEMPLATES.find((one) => one.id === (email_template_id ?? 12));
  const readers = subscriber_filter ?? EVERYBODY;
  return {
    id: Number(id),
    publication_id: 77,
    created_at: '2026-11-20T08:00:00Z',
    ...rest,
    email_template: template,
    subscriber_filter: readers,
  };
}

/** The fields of a body, nulls for those that are not there; or what is wrong. */
function fieldsOf({ body }: Asked): { fields: Record<string, unknown> } | { wrong: Answer } {
  const wrong = wrongIn(body, SHAPE).map(({ field, message }) => `${field} ${message}`);
  const given = body as Record<string, unknown>;
  const template = given?.email_template_id;
  if (template && !TEMPLATES.some(({ id }) => id === template)) wrong.push('Email template does not exist');
  if (given?.send_at && !(given.subject && given.content)) wrong.push('Subject and content are needed to schedule');
  if (wrong.length) return { wrong: { status: 422, json: { errors: wrong } } };
  const empty = {
    subject: null,
    preview_text: null,
    description: null,
    content: null,
    send_at: null,
    published_at: null,
  };
  return { fields: { ...empty, public: false, email_address: 'digest@example.com', ...given } };
}

/** What is public is on the web from then on, whether it is sent or not. */
function put(campaign: Campaign, fields: Record<string, unknown>): void {
  if (fields.send_at && !campaign.fields.send_at) campaign.sends++;
  const shownOnTheWeb = campaign.fields.onTheWeb === true || fields.public === true;
  campaign.fields = { ...fields, ...(shownOnTheWeb ? { onTheWeb: true } : {}) };
  campaign.status = fields.send_at ? 'scheduled' : 'draft';
}

const create: Route = (asked, campaigns) => {
  const read = fieldsOf(asked);
  if ('wrong' in read) return read.wrong;
  const id = String(campaigns.size + 101);
  const campaign: Campaign = { id, status: 'draft', fields: {}, sends: 0, tests: [] };
  put(campaign, read.fields);
  campaigns.set(id, campaign);
  return { status: 201, json: { broadcast: shown(campaign) } };
};

const update: Route = (asked, campaigns) => {
  const campaign = campaigns.get(asked.params.id ?? '');
  if (!campaign) return GONE;
  const read = fieldsOf(asked);
  if ('wrong' in read) return read.wrong;
  if (campaign.status === 'sent') return { status: 422, json: { errors: ['Broadcast has already been sent'] } };
  put(campaign, read.fields);
  return { status: 200, json: { broadcast: shown(campaign) } };
};

const list: Route = ({ query }, campaigns) => {
  const [stranger] = strangers(query, ['per_page', 'after', 'before', 'include_total_count']);
  if (stranger) return { status: 422, json: { errors: [`${stranger} is not a parameter`] } };
  const all = [...campaigns.values()].reverse();
  const size = Math.min(MOST, Number(query.get('per_page') ?? MOST));
  const from = query.has('after') ? all.findIndex(({ id }) => `c${id}` === query.get('after')) + 1 : 0;
  const page = all.slice(from, from + size);
  const pagination = {
    has_previous_page: from > 0,
    has_next_page: from + size < all.length,
    start_cursor: page[0] ? `c${page[0].id}` : null,
    end_cursor: page.length ? `c${page.at(-1)?.id}` : null,
    per_page: size,
  };
  return { status: 200, json: { broadcasts: page.map(shown), pagination } };
};

const read: Route = ({ params }, campaigns) => {
  const campaign = campaigns.get(params.id ?? '');
  return campaign ? { status: 200, json: { broadcast: shown(campaign) } } : GONE;
};

export const KIT: Contract = {
  name: 'kit',
  secret: SECRET,
  settings: (url) => ({ url: `${url}/v4`, template: 12, from: 'digest@example.com' }),
  start: () =>
    contractServer(
      {
        'POST /v4/broadcasts': create,
        'GET /v4/broadcasts': list,
        'GET /v4/broadcasts/:id': read,
        'PUT /v4/broadcasts/:id': update,
        'GET /v4/account': () => ({
          status: 200,
          json: {
            user: { email: 'mz@example.com' },
            account: { id: 3, name: 'Weekly Digest', plan_type: 'creator', primary_email_address: 'mz@example.com' },
          },
        }),
        'GET /v4/email_templates': () => ({
          status: 200,
          json: { email_templates: TEMPLATES, pagination: { has_next_page: false } },
        }),
      },
      {
        gate: ({ headers }) =>
          headers['x-kit-api-key'] === SECRET
            ? undefined
            : { status: 401, json: { errors: ['The access token is invalid'] } },
        missing: GONE,
      },
    ),
};
