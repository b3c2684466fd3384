/** A mailing platform in memory, on loopback, that makes a second issue whenever it is asked to: whoever asks twice is found out. */
import type { ServerResponse } from 'node:http';
import { SourceError, UserError } from '../../src/errors.ts';
import type { Fetch, IssuePack, Platform, PlatformAbilities, RemoteIssue, RemoteStatus } from '../../src/types.ts';
import { type Hit, type LoopbackServer, reply, startServer } from './servers.ts';

export interface HeldIssue {
  id: string;
  key: string;
  subject: string;
  html: string;
  status: RemoteStatus;
  at?: string;
  sends: number;
}
/** What goes wrong with one request: it is not done, or it is done and nobody hears of it. */
export type Fault = 'none' | '500' | '500-after' | 'cut' | 'cut-after' | 'html-after';

export interface Rigid {
  server: LoopbackServer;
  held: HeldIssue[];
  /** Test mails. */
  tests: string[][];
  /** Asked before each request; by default nothing goes wrong. */
  fault: (hit: Hit) => Fault;
  /** What a new issue begins as. */
  beginsAs: RemoteStatus;
  close(): Promise<void>;
}

export async function rigidServer(): Promise<Rigid> {
  const rigid: Omit<Rigid, 'server' | 'close'> = { held: [], tests: [], fault: () => 'none', beginsAs: 'draft' };
  const server = await startServer((hit, response) => {
    const fault = rigidAt.fault(hit);
    if (fault === 'cut') return void response.destroy();
    if (fault === '500') return reply(response, 500, 'out of order');
    const [status, body] = answer(rigidAt, hit);
    if (fault === 'cut-after') return void response.destroy();
    if (fault === '500-after') return reply(response, 500, 'out of order');
    if (fault === 'html-after') return reply(response, 200, '<html>a proxy says hello</html>');
    json(response, status, body);
  });
  const rigidAt: Rigid = Object.assign(rigid, { server, close: server.close });
  return rigidAt;
}

function json(response: ServerResponse, status: number, body: unknown): void {
  reply(response, status, JSON.stringify(body), { 'content-type': 'application/json' });
}

function answer(rigid: Rigid, { method, path, body }: Hit): [status: number, body: unknown] {
  const url = new URL(path, 'http://rigid.test');
  const [, , id, act] = url.pathname.split('/');
  if (id === undefined) {
    if (method === 'GET') return [200, rigid.held.filter(({ key }) => key === url.searchParams.get('key'))];
    const held = { ...fieldsOf(body), id: `r${rigid.held.length + 1}`, status: rigid.beginsAs, sends: 0 };
    rigid.held.push(held);
    return [201, held];
  }
  const held = rigid.held.find((each) => each.id === id);
  if (!held) return [404, { error: 'not here' }];
  if (method === 'GET') return [200, held];
  if (act === 'test') {
    rigid.tests.push(JSON.parse(body).to);
    return [200, {}];
  }
  if (held.status !== 'draft') return [409, { error: `it is ${held.status}` }];
  if (method === 'PUT') return [200, Object.assign(held, fieldsOf(body))];
  if (act === 'schedule') return [200, Object.assign(held, { status: 'scheduled', at: JSON.parse(body).at })];
  held.sends++;
  return [200, Object.assign(held, { status: 'sent', at: '2026-11-22T12:00:05.000Z' })];
}

function fieldsOf(body: string): Pick<HeldIssue, 'key' | 'subject' | 'html'> {
  const { key, subject, html, ...rest } = JSON.parse(body);
  if (Object.keys(rest).length) throw new Error(`unknown fields: ${Object.keys(rest).join(', ')}`);
  return { key, subject, html };
}

/** The platform as publishing sees it, over `fetch`. */
export function rigidPlatform(fetch: Fetch, base: string, supports: Partial<PlatformAbilities> = {}): Platform {
  async function ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<unknown> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { authorization: 'Bearer ${RIGID_API_KEY}' };
    const said = await fetch({ url: `${base}${path}`, method, headers, from: 'operator', retries: 0, ...sent });
    const text = Buffer.from(said.body).toString('utf8');
    if (said.status === 404) return undefined;
    if (said.status >= 500 || text.startsWith('<')) throw new SourceError(`rigid: answered ${said.status}.`);
    if (said.status >= 400) throw new UserError(`rigid refuses: ${text}`, 4);
    return JSON.parse(text);
  }
  const remote = (held: HeldIssue): RemoteIssue => ({
    id: held.id,
    status: held.status,
    said: held.status,
    where: `${base}/see/${held.id}`,
    ...(held.at ? { at: held.at } : {}),
  });
  const fields = ({ key, subject, html }: IssuePack) => ({ key, subject, html });
  return {
    name: 'rigid',
    tags: { unsubscribe: '{{ unsubscribe_url }}' },
    supports: { test: 'anyone', schedule: true, send: true, ...supports },
    probe: async () => 'rigid answers',
    async find({ key }) {
      const [held] = (await ask('GET', `/issues?key=${key}`)) as HeldIssue[];
      return held && remote(held);
    },
    createDraft: async (pack) => remote((await ask('POST', '/issues', fields(pack))) as HeldIssue),
    update: async (id, pack) => remote((await ask('PUT', `/issues/${id}`, fields(pack))) as HeldIssue),
    async test(id, _, to) {
      await ask('POST', `/issues/${id}/test`, { to });
    },
    schedule: async (id, at) => remote((await ask('POST', `/issues/${id}/schedule`, { at })) as HeldIssue),
    send: async (id) => remote((await ask('POST', `/issues/${id}/send`, {})) as HeldIssue),
    async status(id) {
      const held = (await ask('GET', `/issues/${id}`)) as HeldIssue | undefined;
      return held && remote(held);
    },
  };
}
