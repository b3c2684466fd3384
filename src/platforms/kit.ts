/** Kit, API v4 (developers.kit.com): an issue is a broadcast, its key is the description, which only the account sees. */
import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { Iso, IssuePack, Platform, RemoteIssue } from '../types.ts';
import { MOST_PAGES, plainSubject, readAnswer } from './answers.ts';
import { api, type Call, type PlatformContext } from './api.ts';
import { isoOf } from './instants.ts';

interface Settings {
  url?: string;
  /** Id of an email template; the account's own where it is left out. */
  template?: number;
  /** The address that it comes from; the account's own where it is left out. */
  from?: string;
  /** Whether it is put on the web when it goes out. */
  public?: boolean;
}

const broadcastShape = z.object({
  id: z.union([z.number(), z.string()]),
  subject: z.string().nullish(),
  preview_text: z.string().nullish(),
  description: z.string().nullish(),
  content: z.string().nullish(),
  send_at: z.string().nullish(),
  email_address: z.string().nullish(),
  email_template: z.object({ id: z.number() }).nullish(),
  subscriber_filter: z.array(z.record(z.string(), z.unknown())).nullish(),
});
type Broadcast = z.infer<typeof broadcastShape>;
const oneShape = z.object({ broadcast: broadcastShape });
const manyShape = z.object({
  broadcasts: z.array(broadcastShape),
  pagination: z.object({ has_next_page: z.boolean(), end_cursor: z.string().nullish() }),
});
const templatesShape = z.object({ email_templates: z.array(z.object({ id: z.number(), name: z.string() })) });
const accountShape = z.object({
  account: z.object({ name: z.string(), plan_type: z.string().nullish(), primary_email_address: z.string().nullish() }),
});

/** A time that is over when it arrives would be refused. */
const SOON_MS = 60_000;
/** Each comes with its whole content. */
const PAGE = '50';

/** Settings: `url?`, `template?`, `from?`, `public?`; key: KIT_API_KEY. Kit sends no tests by its API: they go by SMTP. */
export function kitPlatform(context: PlatformContext): Platform {
  const settings = context.settings as Settings;
  const base = settings.url ?? 'https://api.kit.com/v4';
  const { call } = api(context, { name: 'kit', base, headers: { 'x-kit-api-key': '${KIT_API_KEY}' }, explain });
  const now = () => context.clock().getTime();
  const one = async (request: Call) => readAnswer('kit', oneShape, (await call(request)).json).broadcast;

  async function read(id: string): Promise<Broadcast | undefined> {
    const { status, json } = await call({ method: 'GET', path: pathOf(id), allow404: true });
    return status === 404 ? undefined : readAnswer('kit', oneShape, json).broadcast;
  }
  /** There is no call that only sends: whatever the broadcast holds is put back with its time. */
  async function leaveAt(id: string, at: Iso): Promise<RemoteIssue> {
    const held = await read(id);
    if (!held)
      throw new UserError(`kit: the broadcast ${id} was deleted there. Run publish again, and it is made anew`, 4);
    const shown = settings.public ? { public: true, published_at: at } : { public: false };
    const body = { ...heldBy(held), ...shown, send_at: at };
    return remoteOf(await one({ method: 'PUT', path: pathOf(id), body }), now());
  }
  async function needTemplate(): Promise<void> {
    if (settings.template === undefined) return;
    const { json } = await call({ method: 'GET', path: '/email_templates' });
    const { email_templates: all } = readAnswer('kit', templatesShape, json);
    if (all.some(({ id }) => id === settings.template)) return;
    const names = all.map(({ id, name }) => `${id} (${name})`).join(', ');
    throw new UserError(
      `kit: there is no email template ${settings.template}. Set platforms.kit.template in newsletter.yaml to one of ${names}`,
      4,
    );
  }

  return {
    name: 'kit',
    tags: { unsubscribe: '{{ unsubscribe_url }}', address: '{{ address }}' },
    supports: { test: 'none', schedule: true, send: true },
    async probe() {
      const { account } = readAnswer('kit', accountShape, (await call({ method: 'GET', path: '/account' })).json);
      await needTemplate();
      const from = settings.from ?? account.primary_email_address ?? 'the address of the account';
      return `${account.name} (plan ${account.plan_type ?? 'unknown'}), from ${from}`;
    },
    async find({ key }) {
      let after: string | undefined;
      for (let n = 0; n < MOST_PAGES; n++) {
        const query = { per_page: PAGE, ...(after ? { after } : {}) };
        const { json } = await call({ method: 'GET', path: '/broadcasts', query });
        const { broadcasts, pagination } = readAnswer('kit', manyShape, json);
        const found = broadcasts.find(({ description }) => description === key);
        if (found) return remoteOf(found, now());
        after = pagination.end_cursor ?? undefined;
        if (!pagination.has_next_page || !after) return undefined;
      }
      return undefined;
    },
    async createDraft(pack) {
      const body = fieldsOf(pack, settings);
      return remoteOf(await one({ method: 'POST', path: '/broadcasts', body }), now());
    },
    async update(id, pack) {
      return remoteOf(await one({ method: 'PUT', path: pathOf(id), body: fieldsOf(pack, settings) }), now());
    },
    async test() {
      throw new UserError('kit: its API sends no test mails. Set SMTP_URL, or use Preview at https://app.kit.com', 4);
    },
    schedule: (id, at) => leaveAt(id, at),
    async send(id) {
      const sent = await leaveAt(id, new Date(now() + SOON_MS).toISOString());
      return sent.status === 'scheduled' ? { ...sent, status: 'sending' } : sent;
    },
    async status(id) {
      const held = await read(id);
      return held && remoteOf(held, now());
    },
  };
}

function pathOf(id: string): string {
  return `/broadcasts/${encodeURIComponent(id)}`;
}

/** A draft is never public: Kit would put it on the web at once, whether it is sent or not. */
function fieldsOf({ key, subject, preheader, html }: IssuePack, { template, from }: Settings): Record<string, unknown> {
  return {
    subject: plainSubject(subject),
    preview_text: plainSubject(preheader),
    description: key,
    content: withinTemplate(html),
    public: false,
    send_at: null,
    ...(template === undefined ? {} : { email_template_id: template }),
    ...(from === undefined ? {} : { email_address: from }),
  };
}

/** Kit puts the content into a template that has a head and a body of its own: styles, then what stands in our body. */
export function withinTemplate(html: string): string {
  const start = html.search(/<body[\s>]/i);
  if (start < 0) return html;
  const open = html.indexOf('>', start) + 1;
  const end = html.toLowerCase().lastIndexOf('</body>');
  const styles = html.slice(0, start).match(/<style[\s>][\s\S]*?<\/style>/gi) ?? [];
  return [...styles, html.slice(open, end < open ? undefined : end).trim()].join('\n');
}

/** What a broadcast holds, as it is written. Of its readers only those that a segment or tag chose: all is what Kit does unasked. */
function heldBy(held: Broadcast): Record<string, unknown> {
  const { subject, preview_text, description, content, email_address, email_template, subscriber_filter } = held;
  const chosen = JSON.stringify(subscriber_filter ?? []);
  return {
    subject,
    preview_text,
    description,
    content,
    ...(email_address ? { email_address } : {}),
    ...(email_template ? { email_template_id: email_template.id } : {}),
    ...(/"(segment|tag)"/.test(chosen) ? { subscriber_filter } : {}),
  };
}

/** Kit has no word for the state: a broadcast without a time is a draft. */
function remoteOf({ id, send_at }: Broadcast, now: number): RemoteIssue {
  const at = isoOf(send_at);
  const same = { id: String(id), where: 'https://app.kit.com/broadcasts' };
  if (at === undefined)
    return { ...same, status: send_at ? 'unknown' : 'draft', said: send_at ?? 'no send_at: a draft' };
  return { ...same, status: Date.parse(at) > now ? 'scheduled' : 'sent', said: `send_at ${at}`, at };
}

function explain(status: number): string | undefined {
  if (status === 401)
    return 'Check KIT_API_KEY in .env: make a v4 key at https://app.kit.com/account_settings/developer_settings';
  return undefined;
}
