/** The desk as its page asks it, without a browser. */
import { type IncomingMessage, request } from 'node:http';
import { parseHTML } from 'linkedom';
import type { Answer } from '../../src/review/routesDo.ts';

export interface Session {
  /** A part of the page. */
  part(path: string): Promise<string>;
  /** Undefined: the desk went away before it had answered. */
  change(verb: string, args: unknown, o?: { sent?: () => void }): Promise<Answer | undefined>;
}

/** Opens a link that `pullquote review` printed. */
export async function session(link: string): Promise<Session> {
  const { origin, pathname, search } = new URL(link);
  const base = pathname.slice(0, pathname.lastIndexOf('/'));
  const entered = await ask(`${origin}${pathname}${search}`, {});
  const cookie = String(entered.headers['set-cookie']?.[0]).split(';')[0] as string;
  const part = async (path: string) => (await ask(`${origin}${base}${path}`, { headers: { cookie } })).body;
  const csrf =
    parseHTML(await part('/'))
      .document.querySelector('meta[name=csrf]')
      ?.getAttribute('content') ?? '';
  const headers = { cookie, origin, 'x-csrf': csrf, 'content-type': 'application/json' };
  return {
    part,
    change: async (verb, args, { sent } = {}) => {
      const options = { method: 'POST', headers, body: JSON.stringify(args), ...(sent ? { sent } : {}) };
      const reply = await ask(`${origin}${base}/do/${verb}`, options).catch(() => undefined);
      if (!reply) return undefined;
      if (reply.status !== 200) throw new Error(`${verb}: ${reply.status} ${reply.body}`);
      return JSON.parse(reply.body);
    },
  };
}

/** What the buttons of a part would send. */
export function buttons<T>(markup: string, what: string): T[] {
  const { document } = parseHTML(`<!doctype html><body>${markup}</body>`);
  return [...document.querySelectorAll(`[data-do="${what}"][data-args]`)].map(
    (button) => JSON.parse(button.getAttribute('data-args') ?? '{}') as T,
  );
}

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  sent?: () => void;
}

function ask(
  url: string,
  { method = 'GET', headers = {}, body, sent }: Asked,
): Promise<{ status: number; headers: IncomingMessage['headers']; body: string }> {
  return new Promise((done, failed) => {
    const asking = request(url, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', failed);
      response.on('close', () => {
        if (response.complete) done({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        else failed(new Error('the answer was cut off'));
      });
    });
    asking.on('error', failed);
    asking.end(body, sent);
  });
}
