/** Buttondown (docs.buttondown.com/api-introduction): an issue is an email, its key is `metadata.key` and the slug of its archive page. */
import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { IssuePack, Platform, RemoteIssue, RemoteStatus } from '../types.ts';
import { MOST_PAGES, plainSubject, readAnswer } from './answers.ts';
import { api, type Call, type PlatformContext } from './api.ts';
import { isoOf } from './instants.ts';

interface Settings {
  url?: string;
  /** `naked` (default) is our own design; with any other the issue goes as Markdown, and the template designs it. */
  template?: string;
}

const emailShape = z.object({
  id: z.string().min(1),
  status: z.string(),
  slug: z.string().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  publish_date: z.string().nullish(),
});
type Email = z.infer<typeof emailShape>;
const pageShape = z.object({ results: z.array(emailShape), next: z.string().nullish(), count: z.number().nullish() });

/** Its slugs are at most 100 letters. */
const LONGEST_SLUG = 100;
const OURS = 'naked';
const STATUSES: Record<string, RemoteStatus> = {
  draft: 'draft',
  scheduled: 'scheduled',
  about_to_send: 'sending',
  in_flight: 'sending',
  throttled: 'sending',
  resending: 'sending',
  sent: 'sent',
  imported: 'sent',
};

/** Settings: `url?`, `template?`; key: BUTTONDOWN_API_KEY. */
export function buttondownPlatform(context: PlatformContext): Platform {
  const { url = 'https://api.buttondown.com/v1', template = OURS } = context.settings as Settings;
  const headers = { authorization: 'Token ${BUTTONDOWN_API_KEY}' };
  const { call } = api(context, { name: 'buttondown', base: url, headers, explain });
  const email = async (request: Call) => remoteOf(readAnswer('buttondown', emailShape, (await call(request)).json));
  const page = async (query: Record<string, string>) => {
    const { json } = await call({ method: 'GET', path: '/emails', query: { excluded_fields: 'body', ...query } });
    return readAnswer('buttondown', pageShape, json);
  };
  const patch = (id: string, body: object) => email({ method: 'PATCH', path: pathOf(id), body });

  async function status(id: string, afterWrite = false): Promise<RemoteIssue | undefined> {
    const answer = await call({ method: 'GET', path: pathOf(id), allow404: true, afterWrite });
    if (answer.status === 404) return undefined;
    const found = readAnswer('buttondown', emailShape, answer.json);
    return found.status === 'deleted' ? undefined : remoteOf(found);
  }

  return {
    name: 'buttondown',
    tags: { unsubscribe: '{{ unsubscribe_url }}', webVersion: '{{ email_url }}' },
    supports: { test: 'anyone', schedule: true, send: true },
    async probe() {
      const { count, results } = await page({});
      return `the key works; ${count ?? results.length} emails are there, template ${template}`;
    },
    async find({ key }) {
      for (let n = 1; n <= MOST_PAGES; n++) {
        const { results, next } = await page({ ordering: '-creation_date', page: String(n) });
        const found = results.find((one) => isOurs(one, key));
        if (found) return remoteOf(found);
        if (!next) return undefined;
      }
      return undefined;
    },
    async createDraft(pack) {
      const fields = { ...fieldsOf(pack, template), slug: slugOf(pack.key), secondary_id: pack.number };
      // left out, the status is `about_to_send`
      const made = await email({ method: 'POST', path: '/emails', body: { ...fields, status: 'draft' } });
      // what makes an email takes no template, what changes one does
      return made.status === 'draft' ? patch(made.id, { template }) : made;
    },
    update: (id, pack) => patch(id, { ...fieldsOf(pack, template), template }),
    async test(id, _, to) {
      await call({ method: 'POST', path: `${pathOf(id)}/send-draft`, body: { recipients: to } });
    },
    schedule: (id, at) => patch(id, { status: 'scheduled', publish_date: at }),
    async send(id) {
      const live = { 'x-buttondown-live-dangerously': 'true' };
      const path = `${pathOf(id)}/publish`;
      const answer = await call({ method: 'POST', path, body: {}, headers: live, allow404: true });
      const now = await status(id, true);
      if (now && answer.status !== 404) return now;
      // older versions of the API cannot send what was drafted
      const what = now ? `the API of this account has no call that sends the email ${id}` : `the email ${id} is gone`;
      throw new UserError(`buttondown: ${what}. Send it at ${now?.where ?? 'https://buttondown.com/emails'}`, 4);
    },
    status: (id) => status(id),
  };
}

function pathOf(id: string): string {
  return `/emails/${encodeURIComponent(id)}`;
}
function slugOf(key: string): string {
  return key.slice(0, LONGEST_SLUG);
}

/** A slug that somebody had already gets a number; what we noted beside it stays as it is. */
function isOurs({ status, slug, metadata }: Email, key: string): boolean {
  if (status === 'deleted') return false;
  return metadata?.key === key || (metadata?.key === undefined && slug === slugOf(key));
}

/** Our HTML, or Markdown for a template of Buttondown's own, which brings its footer; the comment says which, so that nothing is guessed. */
function fieldsOf({ key, subject, preheader, html, markdown }: IssuePack, template: string): Record<string, unknown> {
  const body =
    template === OURS
      ? `<!-- buttondown-editor-mode: fancy -->${html}`
      : `<!-- buttondown-editor-mode: plaintext -->${plainSubject(withoutFront(markdown))}`;
  return { subject: plainSubject(subject), description: plainSubject(preheader), body, metadata: { key } };
}

/** Buttondown refuses a body that begins with front matter. */
function withoutFront(markdown: string): string {
  return markdown.replace(/^\uFEFF?---[ \t]*\r?\n[\s\S]*?\n---[ \t]*(?:\r?\n|$)/, '');
}

function remoteOf({ id, status, publish_date }: Email): RemoteIssue {
  const at = status === 'draft' ? undefined : isoOf(publish_date);
  const where = `https://buttondown.com/emails/${encodeURIComponent(id)}`;
  return { id, status: STATUSES[status] ?? 'unknown', said: status, where, ...(at ? { at } : {}) };
}

const CODES: Record<string, string> = {
  sending_requires_confirmation:
    'Buttondown wants a new key to be confirmed once: send this issue in its editor, or with publish --send, and the key may schedule from then on',
  email_duplicate:
    'An email with these words is there already: look for it among the drafts, delete or rename it, then run the command again',
  email_not_confirmed: 'Confirm the email address of your account at Buttondown, then run the command again',
  slug_invalid: 'Another email has the slug of this issue: change it there, then run the command again',
  publish_date_invalid: 'Choose a time that lies ahead',
};

function explain(status: number, json: unknown): string | undefined {
  if (status === 401)
    return 'Check BUTTONDOWN_API_KEY in .env: the key is shown at https://buttondown.com/settings/api';
  const code = z.object({ code: z.string() }).safeParse(json).data?.code ?? '';
  return Object.hasOwn(CODES, code) ? CODES[code] : undefined;
}
