/** Answers of the hostile suite's servers, and what a site of it is. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A site that answers over HTTP (`web`), or says what it likes (`raw`). */
export interface Site {
  web?: Answer;
  raw?: (socket: Socket, head: string) => void;
  /** A name on the open web, in place of an inner address that the operator allows. */
  host?: string;
  /** Its certificate. */
  tls?: string;
  /** What stands in `sources.yaml`; by default it is a feed. */
  source?: (url: string) => string;
  /** Its error, or one of its warnings; where it is missing there is nothing to complain of. */
  says?: RegExp;
  /** Items that are read all the same, at least. */
  items?: number;
}

export const RSS = { 'content-type': 'application/rss+xml' };

export function body(text: string | Uint8Array, headers: Record<string, string> = RSS): Answer {
  return (_, response) => void response.writeHead(200, headers).end(text);
}

export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (_, response) => void response.writeHead(code, headers).end('no');
}

/** A redirect; letters beyond ASCII go as UTF-8, as servers send them. */
export function to(location: string): Answer {
  return (_, response) => void response.writeHead(302, { location: Buffer.from(location).toString('latin1') }).end();
}

/** A letter ten times a second, for ever. */
export function drip(headers: Record<string, string>): Answer {
  return (_, response) => {
    response.writeHead(200, headers);
    const timer = setInterval(() => response.write('<'), 100);
    response.on('close', () => clearInterval(timer));
  };
}
