/** Mailchimp, Marketing API 3.0 (mailchimp.com/developer/marketing/api): an issue is a regular campaign, its key is the title, which only the account sees. */
import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { Iso, IssuePack, Platform, RemoteIssue, RemoteStatus } from '../types.ts';
import { MOST_PAGES, readAnswer } from './answers.ts';
import { type Api, api, type PlatformContext } from './api.ts';
import { oneWord } from './apiRefusal.ts';
import { isoOf } from './instants.ts';

interface Settings {
  url?: string;
  /** Id of the audience. */
  list: string;
  /** Id of a saved segment or tag of it. */
  segment?: number;
  /** The address that it comes from and answers go to. */
  from: string;
  fromName?: string;
}

const campaignShape = z.object({
  id: z.string().min(1),
  web_id: z.number().nullish(),
  status: z.string(),
  settings: z.object({ title: z.string().nullish() }).nullish(),
  send_time: z.string().nullish(),
});
type Campaign = z.infer<typeof campaignShape>;
const pageShape = z.object({ campaigns: z.array(campaignShape), total_items: z.number() });
const listShape = z.object({ name: z.string(), stats: z.object({ member_count: z.number() }).nullish() });
const checklistShape = z.object({
  is_ready: z.boolean(),
  items: z.array(z.object({ type: z.string(), heading: z.string().catch(''), details: z.string().catch('') })),
});

const TAGS = { unsubscribe: '*|UNSUB|*', webVersion: '*|ARCHIVE|*', address: '*|HTML:LIST_ADDRESS_HTML|*' };
const PAGE = 100;
const QUARTER_MS = 15 * 60_000;
const FIELDS = ['id', 'web_id', 'status', 'settings.title', 'send_time'];
const STATUSES: Record<string, RemoteStatus> = {
  save: 'draft',
  // a schedule that was taken back
  paused: 'draft',
  schedule: 'scheduled',
  sending: 'sending',
  sent: 'sent',
};

/** Settings: `url?`, `list`, `segment?`, `from`, `fromName?`; key: MAILCHIMP_API_KEY, whose end names the data centre. */
export function mailchimpPlatform(context: PlatformContext): Platform {
  const settings = context.settings as unknown as Settings;
  const remote = (campaign: Campaign) => remoteOf(campaign, centreOf(context));
  /** Made when it is used: a key that is not set is told then. */
  const call: Api['call'] = (request) => {
    const base = withKey(settings.url ?? `https://${needCentre(context)}.api.mailchimp.com/3.0`);
    return api(context, { name: 'mailchimp', base, headers: {}, explain }).call(request);
  };
  const post = (id: string, action: string, body?: unknown) =>
    call({ method: 'POST', path: `${pathOf(id)}/actions/${action}`, ...(body === undefined ? {} : { body }) });

  async function read(id: string, afterWrite = false): Promise<RemoteIssue | undefined> {
    const answer = await call({ method: 'GET', path: pathOf(id), allow404: true, afterWrite });
    return answer.status === 404 ? undefined : remote(readAnswer('mailchimp', campaignShape, answer.json));
  }
  async function afterwards(id: string): Promise<RemoteIssue> {
    const now = await read(id, true);
    if (now) return now;
    throw new UserError(`mailchimp: the campaign ${id} was deleted there. Look for it before you publish again`, 4);
  }
  async function fill(id: string, { html, text }: IssuePack): Promise<RemoteIssue> {
    await call({ method: 'PUT', path: `${pathOf(id)}/content`, body: { html, plain_text: text } });
    return afterwards(id);
  }
  /** Mailchimp's own list of what keeps a campaign from going out; without it the refusal has no reasons. */
  async function needReady(id: string): Promise<void> {
    const { json } = await call({ method: 'GET', path: `${pathOf(id)}/send-checklist` });
    const { is_ready, items } = readAnswer('mailchimp', checklistShape, json);
    if (is_ready) return;
    const wrong = items.filter(({ type }) => type === 'error').map(({ heading, details }) => `${heading}: ${details}`);
    const told = oneWord(wrong.join('; ')) || 'it does not say why';
    throw new UserError(`mailchimp: the campaign is not ready to go out: ${told}. Mend it there, or publish again`, 4);
  }

  return {
    name: 'mailchimp',
    tags: TAGS,
    supports: { test: 'anyone', schedule: true, send: true },
    async probe() {
      const path = `/lists/${encodeURIComponent(settings.list)}`;
      const answer = await call({ method: 'GET', path, query: { fields: 'name,stats.member_count' } });
      const { name, stats } = readAnswer('mailchimp', listShape, answer.json);
      return `audience “${name}”${stats ? `, ${stats.member_count} readers` : ''}`;
    },
    async find({ key }) {
      const fields = [...FIELDS.map((field) => `campaigns.${field}`), 'total_items'].join(',');
      for (let n = 0; n < MOST_PAGES; n++) {
        const newest = { sort_field: 'create_time', sort_dir: 'DESC', count: String(PAGE), offset: String(n * PAGE) };
        const { json } = await call({ method: 'GET', path: '/campaigns', query: { ...newest, fields } });
        const { campaigns, total_items } = readAnswer('mailchimp', pageShape, json);
        const found = campaigns.find((one) => one.settings?.title === key);
        if (found) return remote(found);
        if ((n + 1) * PAGE >= total_items) return undefined;
      }
      return undefined;
    },
    async createDraft(pack) {
      const body = { type: 'regular', ...fieldsOf(pack, settings, context.newsletter) };
      const { json } = await call({ method: 'POST', path: '/campaigns', body });
      const made = remote(readAnswer('mailchimp', campaignShape, json));
      return made.status === 'draft' ? fill(made.id, pack) : made;
    },
    async update(id, pack) {
      const body = fieldsOf(pack, settings, context.newsletter);
      await call({ method: 'PATCH', path: pathOf(id), body });
      return fill(id, pack);
    },
    async test(id, _, to) {
      await post(id, 'test', { test_emails: to, send_type: 'html' });
    },
    async schedule(id, at) {
      needQuarter(at);
      await needReady(id);
      await post(id, 'schedule', { schedule_time: new Date(at).toISOString() });
      return afterwards(id);
    },
    async send(id) {
      await needReady(id);
      await post(id, 'send');
      return afterwards(id);
    },
    status: (id) => read(id),
  };
}

function pathOf(id: string): string {
  return `/campaigns/${encodeURIComponent(id)}`;
}

/** The door turns a user in an address into Basic authorisation, any name and the key, so that no key is handled here. */
function withKey(base: string): string {
  return base.replace('://', '://pullquote:${MAILCHIMP_API_KEY}@');
}

function centreOf({ secret }: PlatformContext): string | undefined {
  return secret('MAILCHIMP_API_KEY')?.match(/-([a-z]{2,5}\d{1,4})$/)?.[1];
}

function needCentre(context: PlatformContext): string {
  const centre = centreOf(context);
  if (centre) return centre;
  const isSet = context.secret('MAILCHIMP_API_KEY') !== undefined;
  const what = isSet
    ? 'MAILCHIMP_API_KEY does not end in a data centre, as -us21 does'
    : 'MAILCHIMP_API_KEY is not set';
  throw new UserError(`mailchimp: ${what}. Copy the whole key from Account, Extras, API keys into .env`);
}

function needQuarter(at: Iso): void {
  const ms = Date.parse(at);
  if (ms % QUARTER_MS === 0) return;
  const near = [Math.floor(ms / QUARTER_MS), Math.ceil(ms / QUARTER_MS)];
  const [before, after] = near.map((quarter) => new Date(quarter * QUARTER_MS).toISOString());
  throw new UserError(`mailchimp sends at quarter hours alone, and ${at} is none: say ${before} or ${after}`);
}

function fieldsOf(pack: IssuePack, { list, segment, from, fromName }: Settings, newsletter: string) {
  if (!pack.html.includes(TAGS.unsubscribe)) {
    throw new UserError(
      `mailchimp needs ${TAGS.unsubscribe} in the mail: keep the unsubscribe link in the template`,
      4,
    );
  }
  const only = segment === undefined ? {} : { segment_opts: { saved_segment_id: segment } };
  const from_name = fromName ?? newsletter;
  const words = { subject_line: withoutTags(pack.subject), preview_text: withoutTags(pack.preheader), title: pack.key };
  return { recipients: { list_id: list, ...only }, settings: { ...words, from_name, reply_to: from } };
}

/** A word joiner, which has no width, parts what Mailchimp would take for a tag of its own. */
function withoutTags(words: string): string {
  return words.replaceAll('*|', '*\u2060|');
}

function remoteOf({ id, web_id, status, send_time }: Campaign, centre: string | undefined): RemoteIssue {
  const admin = `https://${centre ?? 'login'}${centre ? '.admin' : ''}.mailchimp.com`;
  const where = web_id ? `${admin}/campaigns/edit?id=${web_id}` : `${admin}/campaigns`;
  const at = isoOf(send_time);
  return { id, status: STATUSES[status] ?? 'unknown', said: status, where, ...(at ? { at } : {}) };
}

function explain(status: number, json: unknown): string | undefined {
  const told = z.object({ title: z.string().catch(''), detail: z.string().catch('') }).safeParse(json).data;
  if (status === 401) return 'Check MAILCHIMP_API_KEY in .env: make a key under Account, Extras, API keys';
  if (status === 403 && told?.title === 'Wrong Datacenter')
    return 'The end of MAILCHIMP_API_KEY, as -us21, names another data centre than the account is in: copy the whole key';
  if (told?.title === 'Compliance Related')
    return 'Mailchimp holds the account back: see the notice after you log in there';
  return undefined;
}
