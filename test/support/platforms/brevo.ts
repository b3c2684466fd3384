/** Brevo's email campaigns on loopback, as its SDK's types and documentation say. */
import { NOON } from '../door.ts';
import {
  type Answer,
  type Campaign,
  type Contract,
  type ContractServer,
  contractServer,
  type Route,
} from './server.ts';
import { email, filled, flag, instant, listOf, record, type Shape, strangers, text, whole, wrongIn } from './shapes.ts';

const BREVO_KEY = 'xkeysib-0123456789abcdef-Tap';
export interface Brevo {
  senders: { id: number; name: string; email: string; active: boolean }[];
  lists: { id: number; name: string }[];
  contacts: string[];
  credits: boolean;
  now: number;
}

const FIELDS: Shape = {
  name: filled,
  sender: record({ id: whole, email, name: text }),
  subject: filled,
  previewText: text,
  htmlContent: (value) =>
    typeof value === 'string' && value.length >= 10 && value.length <= 1_000_000
      ? undefined
      : 'must have 10 to 1000000 characters',
  recipients: record({ listIds: listOf(whole, 1) }),
  tag: text,
  mirrorActive: flag,
  scheduledAt: instant,
};
const { name, sender, ...OPTIONAL } = FIELDS as Record<'name' | 'sender', Shape[string]> & Shape;
const NEW: Shape = { 'name*': name, 'sender*': sender, ...OPTIONAL };

const USUAL: Brevo = {
  senders: [
    { id: 5, name: 'MZ', email: 'mz@example.com', active: true },
    { id: 6, name: 'New', email: 'new@example.com', active: false },
  ],
  lists: [{ id: 3, name: 'Readers' }],
  contacts: ['mz@example.com', 'ed@example.com'],
  credits: true,
  now: NOON.getTime(),
};

/** An account of its own for each test; `changes` is what is other than usual. */
export function brevo(changes: Partial<Brevo> = {}): Contract {
  return {
    name: 'brevo',
    secret: BREVO_KEY,
    settings: (url) => ({ url: `${url}/v3`, sender: { name: 'The Tap', email: 'mz@example.com' }, lists: [3] }),
    start: () => brevoServer({ ...USUAL, ...changes }),
  };
}

function brevoServer(o: Brevo): Promise<ContractServer> {
  const told = ({ id, status, fields }: Campaign, query: URLSearchParams) => ({
    ...fields,
    ...(query.get('excludeHtmlContent') === 'true' ? { htmlContent: '' } : {}),
    id: Number(id),
    type: 'classic',
    status,
    tag: fields.tag ?? '',
    testSent: false,
  });
  const on = (run: (campaign: Campaign, body: unknown) => Answer): Route => {
    return ({ params, body }, all) => {
      const campaign = all.get(params.id ?? '');
      return campaign ? run(campaign, body) : refused(404, 'document_not_found', 'Campaign ID does not exist');
    };
  };
  const done: Answer = { status: 204 };
  const routes: Record<string, Route> = {
    'GET /v3/senders': () => ({ status: 200, json: { senders: o.senders } }),
    'GET /v3/contacts/lists/:id': ({ params }) => {
      const list = o.lists.find(({ id }) => String(id) === params.id);
      return list ? { status: 200, json: list } : refused(404, 'document_not_found', 'List ID does not exist');
    },
    'GET /v3/emailCampaigns': ({ query }, all) => {
      const [stranger] = strangers(query, ['excludeHtmlContent', 'sort', 'limit', 'offset']);
      if (stranger) return refused(400, 'invalid_parameter', `${stranger} is not known`);
      const [limit, offset] = [Number(query.get('limit')), Number(query.get('offset'))];
      if (limit > 100) return refused(400, 'out_of_range', 'Limit exceeds max value');
      const page = [...all.values()].reverse().slice(offset, offset + limit);
      return {
        status: 200,
        json: { ...(page.length ? { campaigns: page.map((one) => told(one, query)) } : {}), count: all.size },
      };
    },
    'GET /v3/emailCampaigns/:id': ({ params, query }, all) => {
      const campaign = all.get(params.id ?? '');
      return campaign
        ? { status: 200, json: told(campaign, query) }
        : refused(404, 'document_not_found', 'Campaign ID does not exist');
    },
    'POST /v3/emailCampaigns': ({ body }, all) => {
      const wrong = wrongCampaign(body, NEW, o);
      if (wrong) return wrong;
      const id = String(all.size + 1);
      const fields = body as Campaign['fields'];
      all.set(id, { id, status: fields.scheduledAt ? 'queued' : 'draft', fields, sends: 0, tests: [] });
      return { status: 201, json: { id: Number(id) } };
    },
    'PUT /v3/emailCampaigns/:id': on((campaign, body) => {
      const wrong = wrongCampaign(body, FIELDS, o);
      if (wrong) return wrong;
      if (!['draft', 'queued', 'suspended'].includes(campaign.status))
        return refused(400, 'invalid_parameter', 'Campaign is sent or in process');
      Object.assign(campaign.fields, body);
      if ((body as Campaign['fields']).scheduledAt) {
        if (campaign.status === 'draft') campaign.sends += 1;
        campaign.status = 'queued';
      }
      return done;
    }),
    'POST /v3/emailCampaigns/:id/sendTest': on((campaign, body) => {
      const [wrong] = wrongIn(body, { 'emailTo*': listOf(email, 1) });
      if (wrong) return refused(400, 'missing_parameter', `${wrong.field} ${wrong.message}`);
      const { emailTo } = body as { emailTo: string[] };
      const unexistingEmails = emailTo.filter((one) => !o.contacts.includes(one));
      const failed = { code: 'invalid_parameter', message: 'Test email could not be sent to all', unexistingEmails };
      if (unexistingEmails.length) return { status: 400, json: failed };
      campaign.tests.push(emailTo);
      return done;
    }),
    'POST /v3/emailCampaigns/:id/sendNow': on((campaign, body) => {
      if (body !== undefined) return refused(400, 'invalid_parameter', 'no body is expected');
      if (!o.credits) return refused(402, 'not_enough_credits', 'You do not have enough credits');
      if (campaign.status !== 'draft') return refused(400, 'invalid_parameter', 'Campaign is sent or in process');
      campaign.status = 'queued';
      campaign.sends += 1;
      campaign.fields.scheduledAt = new Date(o.now).toISOString();
      return done;
    }),
  };
  return contractServer(routes, {
    gate: ({ headers }) =>
      headers['api-key'] === BREVO_KEY ? undefined : refused(401, 'unauthorized', 'Key not found'),
    missing: refused(404, 'not_found', 'Route not found'),
  });
}

function wrongCampaign(body: unknown, shape: Shape, o: Brevo): Answer | undefined {
  const [wrong] = wrongIn(body, shape);
  if (wrong) return refused(400, 'invalid_parameter', `${wrong.field} ${wrong.message}`);
  const given = body as {
    sender?: { id?: number; email?: string };
    recipients?: { listIds: number[] };
    scheduledAt?: string;
  };
  const from = given.sender;
  if (from && !o.senders.some((one) => one.active && (one.id === from.id || one.email === from.email)))
    return refused(400, 'invalid_parameter', 'Sender is invalid / inactive');
  if (given.recipients?.listIds.some((id) => !o.lists.some((list) => list.id === id)))
    return refused(400, 'invalid_parameter', 'List ids are not valid');
  if (given.scheduledAt && Date.parse(given.scheduledAt) <= o.now)
    return refused(400, 'invalid_parameter', 'Schedule date is in the past');
  return undefined;
}

function refused(status: number, code: string, message: string): Answer {
  return { status, json: { code, message } };
}
