/** Resend (resend.com/docs/api-reference): an issue is a broadcast to a segment, its key is the name, which only the account sees. */
import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { IssuePack, Platform, RemoteIssue, RemoteStatus } from '../types.ts';
import { MOST_PAGES, plainSubject, readAnswer } from './answers.ts';
import { api, type PlatformContext } from './api.ts';
import { isoOf } from './instants.ts';

interface Settings {
  url?: string;
  /** Id of the segment that gets it. */
  segment: string;
  from: string;
  replyTo?: string;
}

const broadcastShape = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  status: z.string(),
  scheduled_at: z.string().nullish(),
  sent_at: z.string().nullish(),
});
type Broadcast = z.infer<typeof broadcastShape>;
const listShape = z.object({ data: z.array(broadcastShape), has_more: z.boolean().nullish() });
const madeShape = z.object({ id: z.string().min(1) });

const TAG = '{{{RESEND_UNSUBSCRIBE_URL}}}';
const PAGE = '100';
const STATUSES: Record<string, RemoteStatus> = {
  draft: 'draft',
  scheduled: 'scheduled',
  queued: 'sending',
  sending: 'sending',
  sent: 'sent',
};

/** Settings: `url?`, `segment`, `from`, `replyTo?`; key: RESEND_API_KEY. Test mails are single emails of the same words. */
export function resendPlatform(context: PlatformContext): Platform {
  const settings = context.settings as unknown as Settings;
  const base = settings.url ?? 'https://api.resend.com';
  const { call } = api(context, {
    name: 'resend',
    base,
    headers: { authorization: 'Bearer ${RESEND_API_KEY}' },
    explain,
  });
  const now = () => context.clock().getTime();
  const sender = { from: settings.from, ...(settings.replyTo ? { reply_to: [settings.replyTo] } : {}) };
  const target = { segment_id: settings.segment, ...sender };

  async function read(id: string, afterWrite = false): Promise<RemoteIssue | undefined> {
    const answer = await call({ method: 'GET', path: pathOf(id), allow404: true, afterWrite });
    return answer.status === 404 ? undefined : remoteOf(readAnswer('resend', broadcastShape, answer.json), now());
  }
  /** Resend answers a write with the id alone. */
  async function afterwards(id: string): Promise<RemoteIssue> {
    const there = await read(id, true);
    if (there) return there;
    throw new UserError(
      `resend: the broadcast ${id} was deleted there. Look at https://resend.com/broadcasts before you publish again`,
      4,
    );
  }
  async function leave(id: string, body: object): Promise<RemoteIssue> {
    await call({ method: 'POST', path: `${pathOf(id)}/send`, body });
    return afterwards(id);
  }

  return {
    name: 'resend',
    tags: { unsubscribe: TAG },
    supports: { test: 'anyone', schedule: true, send: true },
    async probe() {
      const { json } = await call({ method: 'GET', path: `/segments/${encodeURIComponent(settings.segment)}` });
      const { name } = readAnswer('resend', z.object({ id: z.string(), name: z.string() }), json);
      return `segment “${name}”, from ${settings.from}`;
    },
    async find({ key }) {
      let after: string | undefined;
      for (let n = 0; n < MOST_PAGES; n++) {
        const query = { limit: PAGE, ...(after ? { after } : {}) };
        const { data, has_more } = readAnswer(
          'resend',
          listShape,
          (await call({ method: 'GET', path: '/broadcasts', query })).json,
        );
        const found = data.find(({ name }) => name === key);
        if (found) return remoteOf(found, now());
        after = data.at(-1)?.id;
        if (!has_more || !after) return undefined;
      }
      return undefined;
    },
    async createDraft(pack) {
      // `send: true` would send it at once, so that it is never among the fields
      const body = { ...fieldsOf(pack), ...target };
      const { json } = await call({ method: 'POST', path: '/broadcasts', body });
      return afterwards(readAnswer('resend', madeShape, json).id);
    },
    async update(id, pack) {
      await call({ method: 'PATCH', path: pathOf(id), body: { ...fieldsOf(pack), ...target } });
      return afterwards(id);
    },
    async test(_, { subject, html, text }, to) {
      // only broadcasts fill the tag in
      const words = { html: html.replaceAll(TAG, '#'), text: text.replaceAll(TAG, '(unsubscribe link)') };
      const marked = subject.startsWith('[Test]') ? subject : `[Test] ${subject}`;
      await call({ method: 'POST', path: '/emails', body: { ...sender, to, subject: marked, ...words } });
    },
    schedule: (id, at) => leave(id, { scheduled_at: at }),
    send: (id) => leave(id, {}),
    status: (id) => read(id),
  };
}

function pathOf(id: string): string {
  return `/broadcasts/${encodeURIComponent(id)}`;
}

function fieldsOf({ key, subject, preheader, html, text }: IssuePack): Record<string, string> {
  return { name: key, subject: plainSubject(subject), preview_text: plainSubject(preheader), html, text };
}

/** A broadcast that waits for its time is called queued, too. */
function remoteOf({ id, status, scheduled_at, sent_at }: Broadcast, now: number): RemoteIssue {
  const [due, sent] = [isoOf(scheduled_at), isoOf(sent_at)];
  const waits = status === 'queued' && due !== undefined && Date.parse(due) > now;
  const at = sent ?? due;
  const where = `https://resend.com/broadcasts/${encodeURIComponent(id)}`;
  const known = waits ? 'scheduled' : (STATUSES[status] ?? 'unknown');
  return { id, status: known, said: status, where, ...(at && known !== 'draft' ? { at } : {}) };
}

const CODES: Record<string, string> = {
  restricted_api_key:
    'The key in RESEND_API_KEY may only send single emails: make one with full access at https://resend.com/api-keys',
  missing_api_key: 'Check RESEND_API_KEY in .env: make a key at https://resend.com/api-keys',
  invalid_api_key: 'Check RESEND_API_KEY in .env: make a key at https://resend.com/api-keys',
  daily_quota_exceeded: 'The quota of the day is used up: try again tomorrow, or change the plan there',
  monthly_quota_exceeded: 'The quota of the month is used up: change the plan there',
  invalid_from_address: 'Set from of platforms.resend in newsletter.yaml, as Name <name@your-domain>',
};

function explain(_: number, json: unknown): string | undefined {
  const told = z.object({ name: z.string(), message: z.string().catch('') }).safeParse(json).data;
  if (told && /domain is not verified/i.test(told.message))
    return 'Verify the domain of from at https://resend.com/domains, then run the command again';
  return told && Object.hasOwn(CODES, told.name) ? CODES[told.name] : undefined;
}
