/** Buttondown on loopback, after its OpenAPI document: unknown fields, wrong types and a status that would send are refused. */
import { type Answer, type Campaign, type Contract, contractServer, type Route } from './server.ts';
import {
  email,
  filled,
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

const PAGE = 10;
const SECRET = 'bd-7f0c41d2-93aa-4c1e-8f5b-buttondown';
const anything = () => undefined;

const COMMON: Shape = {
  attachments: listOf(text),
  description: text,
  canonical_url: text,
  image: text,
  body: text,
  archival_mode: oneOf('enabled', 'disabled'),
  slug: orNull(text),
  metadata: record({ key: text }),
  secondary_id: orNull(whole),
  filters: anything,
  commenting_mode: text,
  related_email_ids: listOf(text),
  featured: flag,
};
const STATUS = oneOf('draft', 'scheduled', 'about_to_send');
const CREATE: Shape = { ...COMMON, 'subject*': filled, status: STATUS, publish_date: orNull(instant) };
const UPDATE: Shape = {
  ...COMMON,
  subject: filled,
  status: STATUS,
  publish_date: (value) => (value === 'none' ? undefined : orNull(instant)(value)),
  template: oneOf('classic', 'modern', 'plaintext', 'custom', 'naked', 'none'),
};
const LIST = ['page', 'ordering', 'excluded_fields', 'status', 'subject', 'creation_date__start', 'creation_date__end'];

function refused(code: string, detail: string): Answer {
  return { status: 400, json: { code, detail, metadata: {} } };
}
function invalid(field: string, msg: string): Answer {
  return { status: 422, json: { detail: [{ type: 'value_error', loc: ['body', field], msg }] } };
}
const GONE: Answer = { status: 404, json: { detail: 'Not Found' } };

function shown({ id, status, fields }: Campaign) {
  return {
    id,
    status,
    creation_date: '2026-11-20T08:00:00Z',
    absolute_url: `https://buttondown.com/x/${id}`,
    ...fields,
  };
}

/** What is wrong with fields that have the right types. */
function wrongWords(body: Record<string, unknown>): Answer | undefined {
  if (/^\s*---/.test(String(body.body ?? ''))) return refused('body_contains_frontmatter', 'The body begins with ---.');
  if (String(body.slug ?? '').length > 100) return invalid('slug', 'String should have at most 100 characters');
  return undefined;
}

const create: Route = ({ body, headers }, campaigns) => {
  const [wrong] = wrongIn(body, CREATE);
  if (wrong) return invalid(wrong.field, wrong.message);
  const fields = body as Record<string, unknown>;
  const words = wrongWords(fields);
  if (words) return words;
  const same = [...campaigns.values()].find(
    (one) => one.fields.subject === fields.subject && one.fields.body === fields.body,
  );
  if (same) return refused('email_duplicate', 'An email with this subject and body already exists.');
  const { status = 'about_to_send', slug, ...rest } = fields;
  if (status !== 'draft' && !headers['x-buttondown-live-dangerously'])
    return refused('sending_requires_confirmation', 'Sending by this key wants to be confirmed.');
  const taken = [...campaigns.values()].some((one) => one.fields.slug === slug);
  const id = `em_${String(campaigns.size + 1).padStart(4, '0')}`;
  const kept = { ...rest, slug: taken ? `${slug}-2` : slug, publish_date: null, template: null };
  const campaign = { id, status: String(status), fields: kept, sends: status === 'draft' ? 0 : 1, tests: [] };
  campaigns.set(id, campaign);
  return { status: 201, json: shown(campaign) };
};

const update: Route = ({ body, params, headers }, campaigns) => {
  const campaign = campaigns.get(params.id ?? '');
  if (!campaign) return GONE;
  const [wrong] = wrongIn(body, UPDATE);
  if (wrong) return invalid(wrong.field, wrong.message);
  if (headers['x-buttondown-live-dangerously']) return refused('contract', 'The live header is for publish alone.');
  const { status = campaign.status, ...fields } = body as Record<string, unknown>;
  const words = wrongWords(fields);
  if (words) return words;
  if (campaign.status !== 'draft')
    return refused('status_invalid', `An email that is ${campaign.status} is not changed.`);
  if (status === 'about_to_send') return refused('sending_requires_confirmation', 'Sending wants to be confirmed.');
  if (status === 'scheduled' && !fields.publish_date) return refused('publish_date_missing', 'When?');
  Object.assign(campaign.fields, fields);
  if (status === 'scheduled') campaign.sends++;
  campaign.status = String(status);
  return { status: 200, json: shown(campaign) };
};

const publish: Route = ({ params, headers }, campaigns) => {
  const campaign = campaigns.get(params.id ?? '');
  if (!campaign) return GONE;
  if (headers['x-buttondown-live-dangerously'] !== 'true')
    return refused('sending_requires_confirmation', 'Sending by this key wants to be confirmed.');
  if (campaign.status !== 'draft') return refused('status_invalid', `It is ${campaign.status} already.`);
  campaign.status = 'about_to_send';
  campaign.sends++;
  return { status: 200, json: shown(campaign) };
};

const sendDraft: Route = ({ body, params }, campaigns) => {
  const campaign = campaigns.get(params.id ?? '');
  if (!campaign) return GONE;
  const [wrong] = wrongIn(body, { 'recipients*': listOf(email, 1), subscribers: listOf(text) });
  if (wrong) return invalid(wrong.field, wrong.message);
  if (campaign.status !== 'draft') return refused('status_invalid', 'Only drafts are tried.');
  campaign.tests.push((body as { recipients: string[] }).recipients);
  return { status: 200 };
};

const list: Route = ({ query }, campaigns) => {
  const [stranger] = strangers(query, LIST);
  if (stranger) return invalid(stranger, 'Extra inputs are not permitted');
  const all = [...campaigns.values()];
  if (query.get('ordering') === '-creation_date') all.reverse();
  const page = Number(query.get('page') ?? 1);
  const results = all.slice((page - 1) * PAGE, page * PAGE).map((one) => {
    const { body, ...rest } = shown(one) as Record<string, unknown>;
    return query.get('excluded_fields') === 'body' ? rest : { body, ...rest };
  });
  const next = page * PAGE < all.length ? `https://api.buttondown.com/v1/emails?page=${page + 1}` : null;
  return { status: 200, json: { results, next, previous: null, count: all.length } };
};

const read: Route = ({ params }, campaigns) => {
  const campaign = campaigns.get(params.id ?? '');
  return campaign ? { status: 200, json: shown(campaign) } : GONE;
};

export const BUTTONDOWN: Contract = {
  name: 'buttondown',
  secret: SECRET,
  settings: (url) => ({ url: `${url}/v1` }),
  start: () =>
    contractServer(
      {
        'POST /v1/emails': create,
        'GET /v1/emails': list,
        'GET /v1/emails/:id': read,
        'PATCH /v1/emails/:id': update,
        'POST /v1/emails/:id/send-draft': sendDraft,
        'POST /v1/emails/:id/publish': publish,
      },
      {
        gate: ({ headers }) =>
          headers.authorization === `Token ${SECRET}` ? undefined : { status: 401, json: { detail: 'Invalid token.' } },
        missing: GONE,
      },
    ),
};
