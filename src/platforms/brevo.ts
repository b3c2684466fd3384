/** Brevo: the issue is an email campaign. Its API takes 100 requests an hour. */
import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { IssuePack, Platform, RemoteIssue, RemoteStatus } from '../types.ts';
import { MOST_PAGES, mustLieAhead, plainSubject, readAnswer } from './answers.ts';
import { api, type PlatformContext } from './api.ts';
import { isoOf } from './instants.ts';

interface Settings {
  url?: string;
  /** A sender that was confirmed there. */
  sender: { name?: string; email: string } | { id: number };
  /** Ids of the lists that it goes to. */
  lists: number[];
}

const campaignShape = z.object({
  id: z.number(),
  status: z.string(),
  tag: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  scheduledAt: z.string().nullish(),
  sentDate: z.string().nullish(),
});
type Campaign = z.infer<typeof campaignShape>;
const madeShape = z.object({ id: z.number() });
const pageShape = z.object({ campaigns: z.array(campaignShape).default([]), count: z.number().default(0) });
const sendersShape = z.object({
  senders: z.array(z.object({ id: z.number(), email: z.string(), active: z.boolean() })).default([]),
});
const listShape = z.object({ id: z.number(), name: z.string() });

const PAGE = 100;
const STATUS: Record<string, RemoteStatus> = {
  draft: 'draft',
  in_review: 'sending',
  in_process: 'sending',
  sent: 'sent',
};

/** Settings: `url?`, `sender`, `lists`; key: BREVO_API_KEY. */
export function brevoPlatform(context: PlatformContext): Platform {
  const settings = context.settings as unknown as Settings;
  const { call } = api(context, {
    name: 'brevo',
    base: settings.url ?? 'https://api.brevo.com/v3',
    headers: { 'api-key': '${BREVO_API_KEY}' },
    explain,
  });
  const body = (pack: IssuePack) => bodyOf(pack, settings, context.newsletter);
  const remote = (campaign: Campaign) => remoteOf(campaign, context.clock());

  async function read(id: string): Promise<RemoteIssue | undefined> {
    const query = { excludeHtmlContent: 'true' };
    const { status, json } = await call({ method: 'GET', path: pathOf(id), query, allow404: true });
    return status === 404 ? undefined : remote(readAnswer('brevo', campaignShape, json));
  }
  /** Brevo answers a write with nothing: how the campaign stands now is another question. */
  async function present(id: string): Promise<RemoteIssue> {
    const campaign = await read(id);
    if (campaign) return campaign;
    throw new UserError(`brevo: the campaign ${id} was deleted there. Run publish again, and it is made anew.`, 4);
  }

  return {
    name: 'brevo',
    tags: { unsubscribe: '{{ unsubscribe }}', webVersion: '{{ mirror }}' },
    supports: { test: 'subscribers', schedule: true, send: true },
    async probe() {
      const { json } = await call({ method: 'GET', path: '/senders' });
      const sender = confirmedSender(readAnswer('brevo', sendersShape, json).senders, settings.sender);
      const names: string[] = [];
      for (const id of settings.lists) {
        const answer = await call({ method: 'GET', path: `/contacts/lists/${id}`, allow404: true });
        if (answer.status === 404) throw noList(id);
        names.push(`“${readAnswer('brevo', listShape, answer.json).name}”`);
      }
      return `from ${sender}, to ${names.join(', ')}`;
    },
    async find({ key }) {
      const query = { excludeHtmlContent: 'true', sort: 'desc', limit: String(PAGE) };
      for (let page = 0; page < MOST_PAGES; page++) {
        const path = '/emailCampaigns';
        const { json } = await call({ method: 'GET', path, query: { ...query, offset: String(page * PAGE) } });
        const { campaigns, count } = readAnswer('brevo', pageShape, json);
        const ours = campaigns.find(({ tag, tags }) => tag === key || tags?.includes(key));
        if (ours) return remote(ours);
        if (campaigns.length === 0 || (page + 1) * PAGE >= count) return undefined;
      }
      return undefined;
    },
    async createDraft(pack) {
      const { json } = await call({ method: 'POST', path: '/emailCampaigns', body: body(pack) });
      return present(String(readAnswer('brevo', madeShape, json).id));
    },
    async update(id, pack) {
      await call({ method: 'PUT', path: pathOf(id), body: body(pack) });
      return present(id);
    },
    async test(id, _, to) {
      // without addresses Brevo takes its own test list
      if (to.length === 0)
        throw new UserError('brevo: no address to send the test to. Give one: --test you@example.com.');
      await call({ method: 'POST', path: `${pathOf(id)}/sendTest`, body: { emailTo: to } });
    },
    async schedule(id, at) {
      mustLieAhead('brevo', at, context.clock());
      await call({ method: 'PUT', path: pathOf(id), body: { scheduledAt: at } });
      return present(id);
    },
    async send(id) {
      await call({ method: 'POST', path: `${pathOf(id)}/sendNow` });
      return present(id);
    },
    status: read,
  };
}

function pathOf(id: string): string {
  return `/emailCampaigns/${encodeURIComponent(id)}`;
}

function bodyOf(pack: IssuePack, { sender, lists }: Settings, newsletter: string): Record<string, unknown> {
  return {
    name: `${newsletter} ${pack.number}`,
    sender,
    subject: plainSubject(pack.subject),
    previewText: plainSubject(pack.preheader),
    htmlContent: pack.html,
    recipients: { listIds: lists },
    tag: pack.key,
    // the web version that `{{ mirror }}` leads to
    mirrorActive: true,
  };
}

function confirmedSender(all: { id: number; email: string; active: boolean }[], wanted: Settings['sender']): string {
  const found = all.find((one) =>
    'id' in wanted ? one.id === wanted.id : one.email.toLowerCase() === wanted.email.toLowerCase(),
  );
  if (found?.active) return found.email;
  const name = 'id' in wanted ? String(wanted.id) : wanted.email;
  const what = found ? `the sender ${name} is not confirmed yet` : `there is no sender ${name}`;
  const confirmed = all.filter(({ active }) => active).map(({ id, email }) => `${id} ${email}`);
  throw new UserError(
    `brevo: ${what}. Confirmed ones: ${confirmed.join(', ') || 'none'}. Confirm it there (Senders, domains), or set platforms.brevo.sender in newsletter.yaml.`,
    4,
  );
}

function noList(id: number): UserError {
  return new UserError(
    `brevo: there is no list ${id}. Set platforms.brevo.lists in newsletter.yaml (Contacts, Lists).`,
    4,
  );
}

function remoteOf(campaign: Campaign, now: Date): RemoteIssue {
  const { id, status: said, scheduledAt, sentDate } = campaign;
  const at = said === 'draft' ? undefined : isoOf(sentDate ?? scheduledAt);
  return {
    id: String(id),
    status: statusOf(campaign, now),
    said,
    where: `https://app.brevo.com/marketing-campaign/edit/${id}`,
    ...(at ? { at } : {}),
  };
}

function statusOf({ status, scheduledAt, sentDate }: Campaign, now: Date): RemoteStatus {
  // one word for what waits for its hour and for what is on its way
  if (status === 'queued') return Date.parse(scheduledAt ?? '') > now.getTime() ? 'scheduled' : 'sending';
  if (status === 'archive') return sentDate ? 'sent' : 'unknown';
  return STATUS[status] ?? 'unknown';
}

const errorShape = z.object({
  code: z.string().catch(''),
  message: z.string().catch(''),
  unexistingEmails: z.array(z.string()).catch([]),
  withoutListEmails: z.array(z.string()).catch([]),
  blackListedEmails: z.array(z.string()).catch([]),
});

function explain(status: number, json: unknown): string | undefined {
  const { data: error } = errorShape.safeParse(json);
  if (!error) return undefined;
  const strangers = [...error.unexistingEmails, ...error.withoutListEmails, ...error.blackListedEmails];
  if (strangers.length)
    return `Brevo sends tests to contacts of a list only: add ${strangers.slice(0, 5).join(', ')} there, or set SMTP_URL`;
  if (status === 401 && /\bip\b/i.test(error.message))
    return 'Brevo knows the key but not this machine: allow its address under Security, Authorised IPs';
  if (status === 401) return 'Check BREVO_API_KEY in .env: an API key (SMTP & API, API Keys), not an SMTP key';
  if (error.code === 'not_enough_credits' || status === 402)
    return 'Buy credits or wait for tomorrow’s, then send again';
  return undefined;
}
