/** Mailchimp's Marketing API on loopback: problems as RFC 7807 has them, quarter hours alone, and no sending before it is ready. */
import { type Answer, type Campaign, type Contract, contractServer, type Route } from './server.ts';
import {
  email,
  filled,
  flag,
  instant,
  listOf,
  oneOf,
  record,
  type Shape,
  strangers,
  text,
  whole,
  wrongIn,
} from './shapes.ts';

const SECRET = '5d41402abc4b2a76b9719d911017c592-us21';
const LIST = 'a1b2c3d4e5';
const SETTINGS: Shape = {
  'subject_line*': filled,
  preview_text: text,
  'title*': filled,
  'from_name*': filled,
  'reply_to*': email,
  auto_footer: flag,
  inline_css: flag,
};
const FIELDS: Shape = {
  'recipients*': record({ 'list_id*': filled, segment_opts: record({ 'saved_segment_id*': whole }) }),
  'settings*': record(SETTINGS),
};
const CREATE: Shape = { 'type*': oneOf('regular'), ...FIELDS };
const QUERY = ['count', 'offset', 'sort_field', 'sort_dir', 'fields', 'status', 'since_create_time'];

function problem(
  status: number,
  title: string,
  detail: string,
  errors: { field: string; message: string }[] = [],
): Answer {
  const type = 'https://mailchimp.com/developer/marketing/docs/errors/';
  const headers = { 'content-type': 'application/problem+json; charset=utf-8' };
  return {
    status,
    json: { type, title, status, detail, instance: '0f3a', ...(errors.length ? { errors } : {}) },
    headers,
  };
}
const GONE = problem(404, 'Resource Not Found', 'The requested resource could not be found.');
const invalid = (errors: { field: string; message: string }[]) =>
  problem(400, 'Invalid Resource', 'The resource submitted could not be validated.', errors);

/** Without the content, which has a resource of its own. */
function shown({ id, status, fields }: Campaign) {
  const { html, plain_text, send_time, ...rest } = fields;
  const web_id = 7000 + Number(id.slice(1));
  return { id, web_id, type: 'regular', status, emails_sent: 0, send_time: send_time ?? '', ...rest };
}

function wrongFields(body: unknown, shape: Shape): Answer | undefined {
  const wrong = wrongIn(body, shape);
  if (wrong.length) return invalid(wrong);
  const { list_id } = (body as { recipients: { list_id: string } }).recipients;
  return list_id === LIST ? undefined : invalid([{ field: 'recipients.list_id', message: 'List does not exist' }]);
}

const create: Route = ({ body }, campaigns) => {
  const wrong = wrongFields(body, CREATE);
  if (wrong) return wrong;
  const id = `c${String(campaigns.size + 1).padStart(9, '0')}`;
  const { recipients, settings } = body as Record<string, unknown>;
  const campaign: Campaign = { id, status: 'save', fields: { recipients, settings }, sends: 0, tests: [] };
  campaigns.set(id, campaign);
  return { status: 200, json: shown(campaign) };
};

/** A route on a campaign that is there; `drafts`: and that has not left. */
function on(drafts: boolean, work: (campaign: Campaign, body: unknown) => Answer): Route {
  return ({ params, body }, campaigns) => {
    const campaign = campaigns.get(params.id ?? '');
    if (!campaign) return GONE;
    const isDraft = campaign.status === 'save' || campaign.status === 'paused';
    if (drafts && !isDraft) return problem(400, 'Bad Request', `A campaign in ${campaign.status} cannot be changed.`);
    return work(campaign, body);
  };
}

const patch = on(true, (campaign, body) => {
  const wrong = wrongFields(body, FIELDS);
  if (wrong) return wrong;
  Object.assign(campaign.fields, body);
  return { status: 200, json: shown(campaign) };
});
const content = on(true, (campaign, body) => {
  const wrong = wrongIn(body, { 'html*': filled, plain_text: text });
  if (wrong.length) return invalid(wrong);
  Object.assign(campaign.fields, body);
  return { status: 200, json: body };
});
const test = on(true, (campaign, body) => {
  const wrong = wrongIn(body, { 'test_emails*': listOf(email, 1), 'send_type*': oneOf('html', 'plaintext') });
  if (wrong.length) return invalid(wrong);
  campaign.tests.push((body as { test_emails: string[] }).test_emails);
  return { status: 204 };
});

function lacks({ fields }: Campaign): string | undefined {
  if (!fields.html) return 'You must add your email content.';
  return String(fields.html).includes('*|UNSUB|*') ? undefined : 'Your campaign lacks an unsubscribe link.';
}
const schedule = on(true, (campaign, body) => {
  const wrong = wrongIn(body, { 'schedule_time*': instant });
  if (wrong.length) return invalid(wrong);
  const { schedule_time } = body as { schedule_time: string };
  if (Date.parse(schedule_time) % 900_000 !== 0)
    return invalid([{ field: 'schedule_time', message: 'Must be on the quarter-hour' }]);
  if (lacks(campaign)) return problem(400, 'Bad Request', 'Your Campaign is not ready to send.');
  campaign.status = 'schedule';
  campaign.fields.send_time = schedule_time.replace('.000Z', '+00:00');
  campaign.sends++;
  return { status: 204 };
});
const send = on(true, (campaign) => {
  if (lacks(campaign)) return problem(400, 'Bad Request', 'Your Campaign is not ready to send.');
  campaign.status = 'sending';
  campaign.sends++;
  return { status: 204 };
});
const checklist = on(false, (campaign) => {
  const details = lacks(campaign);
  const items = [
    { type: 'success', id: 501, heading: 'List', details: 'Weekly readers' },
    { type: details ? 'error' : 'success', id: 502, heading: 'Content', details: details ?? 'It is there.' },
  ];
  return { status: 200, json: { is_ready: details === undefined, items } };
});

const list: Route = ({ query }, campaigns) => {
  const [stranger] = strangers(query, QUERY);
  if (stranger) return invalid([{ field: stranger, message: 'is not a parameter' }]);
  const all = [...campaigns.values()];
  if (query.get('sort_field') === 'create_time' && query.get('sort_dir') === 'DESC') all.reverse();
  const from = Number(query.get('offset') ?? 0);
  const some = all.slice(from, from + Number(query.get('count') ?? 10));
  return { status: 200, json: { campaigns: some.map(shown), total_items: all.length } };
};

export const MAILCHIMP: Contract = {
  name: 'mailchimp',
  secret: SECRET,
  settings: (url) => ({ url: `${url}/3.0`, list: LIST, from: 'digest@example.com' }),
  start: () =>
    contractServer(
      {
        'POST /3.0/campaigns': create,
        'GET /3.0/campaigns': list,
        'GET /3.0/campaigns/:id': on(false, (campaign) => ({ status: 200, json: shown(campaign) })),
        'PATCH /3.0/campaigns/:id': patch,
        'PUT /3.0/campaigns/:id/content': content,
        'GET /3.0/campaigns/:id/send-checklist': checklist,
        'POST /3.0/campaigns/:id/actions/test': test,
        'POST /3.0/campaigns/:id/actions/schedule': schedule,
        'POST /3.0/campaigns/:id/actions/send': send,
        'GET /3.0/lists/:id': ({ params }) =>
          params.id === LIST ? { status: 200, json: { name: 'Weekly readers', stats: { member_count: 412 } } } : GONE,
      },
      {
        gate: ({ headers }) => {
          const [scheme, coded = ''] = (headers.authorization ?? '').split(' ');
          const [, key] = Buffer.from(coded, 'base64').toString('utf8').split(':');
          if (scheme === 'Basic' && key === SECRET) return undefined;
          return problem(
            401,
            'API Key Invalid',
            "Your API key may be invalid, or you've attempted to access the wrong datacenter.",
          );
        },
        missing: GONE,
      },
    ),
};
