/** The frame of the contract servers: each plays one mailing platform on loopback, strictly, and keeps what it was given. */
import type { ServerResponse } from 'node:http';
import { type Hit, reply, startServer } from '../servers.ts';

/** What a platform keeps of one issue. */
export interface Campaign {
  id: string;
  /** The platform's own word. */
  status: string;
  fields: Record<string, unknown>;
  /** How often it went to the readers. */
  sends: number;
  /** Whom each test mail went to. */
  tests: string[][];
}
export interface Asked {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  /** What stands in the place of `:name` in the route. */
  params: Record<string, string>;
  headers: Record<string, string | undefined>;
  /** Parsed; undefined where there was none. */
  body: unknown;
}
export interface Answer {
  status: number;
  json?: unknown;
  /** Sent as text/plain, in the place of JSON. */
  text?: string;
  headers?: Record<string, string>;
}
export type Route = (asked: Asked, campaigns: Map<string, Campaign>) => Answer;

/** What goes wrong: before the work, or (`-after`) with the work done and the answer lost. */
export type FaultKind =
  | 'hang'
  | 'hang-after'
  | 'cut'
  | 'cut-after'
  | '500'
  | '500-after'
  | '503'
  | 'page'
  | 'page-after'
  | '404'
  | '429'
  | '429-plain'
  | '429-wait';
export interface Fault {
  /** A route as it is written in the table, such as `POST /v1/emails`, or `*` for the next request of all. */
  on: string;
  how: FaultKind;
  /** So many requests of that kind go well before; by default none. */
  after?: number;
  /** How often it strikes; by default once. */
  times?: number;
  /** Called each time, when the work is done or left undone. */
  struck?(): void;
}
export interface ContractOptions {
  /** What is wrong with a request before its route is looked at: key, headers. Undefined: nothing. */
  gate(asked: Asked): Answer | undefined;
  /** The platform's answer for a path that it does not have. */
  missing: Answer;
}
export interface ContractServer {
  /** `http://127.0.0.1:PORT`. */
  url: string;
  /** `127.0.0.1:PORT`: what goes into PULLQUOTE_ALLOW. */
  host: string;
  /** Every request in order, and what it was answered; 0: it got no answer. */
  log: { method: string; path: string; body: unknown; status: number; headers: Hit['headers']; answer: unknown }[];
  campaigns: Map<string, Campaign>;
  /** Push what is to go wrong; each is taken away when it is used up. */
  faults: Fault[];
  /** What no client of the platform may do: unknown paths, bodies that are no JSON. Tests expect it to be empty. */
  violations: string[];
  close(): Promise<void>;
}

/** One platform's contract, for suites that drive all of them. */
export interface Contract {
  /** As in newsletter.yaml. */
  name: string;
  /** The key that its server takes. */
  secret: string;
  /** What stands under `platforms.NAME`, with the server in the place of the platform. */
  settings(url: string): Record<string, unknown>;
  start(): Promise<ContractServer>;
}

const WRONG: Partial<Record<FaultKind, Answer>> = {
  '500': { status: 500, text: 'Internal Server Error' },
  '503': { status: 503, text: 'Service Unavailable' },
  page: { status: 200, text: '<!doctype html><title>Just a moment</title>' },
  '404': { status: 404, json: { detail: 'Not Found', message: 'Not Found' } },
  '429': { status: 429, json: { message: 'Too many requests' } },
  '429-plain': { status: 429, text: 'Retry later' },
  '429-wait': { status: 429, json: { message: 'Too many requests' }, headers: { 'retry-after': '600' } },
};

/** Starts a server with these routes, such as `GET /v1/emails/:id`. Close it when its test ends. */
export async function contractServer(routes: Record<string, Route>, o: ContractOptions): Promise<ContractServer> {
  const campaigns = new Map<string, Campaign>();
  const [log, faults, violations]: [ContractServer['log'], Fault[], string[]] = [[], [], []];
  const server = await startServer((hit, response) => {
    const asked = read(hit, violations);
    const route = matching(routes, asked);
    if (!route) violations.push(`${asked.method} ${asked.path} is not there`);
    const fault = strike(faults, route?.name);
    const work = () => o.gate(asked) ?? route?.run(asked, campaigns) ?? o.missing;
    const answer = outcome(fault?.how, work);
    log.push({ ...asked, path: hit.path, status: answer?.status ?? 0, answer: answer?.json });
    if (answer) tell(response, answer);
    else if (fault?.how.startsWith('cut')) response.socket?.destroy();
    fault?.struck?.();
  });
  const { url, host, close } = server;
  return { url, host, log, campaigns, faults, violations, close };
}

/** Undefined: no answer comes. */
function outcome(fault: FaultKind | undefined, work: () => Answer): Answer | undefined {
  if (fault === undefined) return work();
  const isAfter = fault.endsWith('-after');
  if (isAfter) work();
  return WRONG[(isAfter ? fault.slice(0, -'-after'.length) : fault) as FaultKind];
}

function read(hit: Hit, violations: string[]): Asked {
  const url = new URL(hit.path, 'http://127.0.0.1');
  const asked = { method: hit.method, path: url.pathname, query: url.searchParams, params: {}, headers: hit.headers };
  if (hit.body === '') return { ...asked, body: undefined };
  const where = `${hit.method} ${url.pathname}`;
  if (!hit.headers['content-type']?.startsWith('application/json')) violations.push(`${where}: the body is not JSON`);
  if (hit.method === 'GET') violations.push(`${where} has a body`);
  try {
    return { ...asked, body: JSON.parse(hit.body) };
  } catch {
    violations.push(`${where}: the body cannot be parsed`);
    return { ...asked, body: undefined };
  }
}

interface Matched {
  name: string;
  run: Route;
}

function matching(routes: Record<string, Route>, asked: Asked): Matched | undefined {
  for (const [name, route] of Object.entries(routes)) {
    const [method, pattern = ''] = name.split(' ');
    const params = paramsOf(pattern, asked.path);
    if (method !== asked.method || !params) continue;
    return { name, run: (one, campaigns) => route({ ...one, params }, campaigns) };
  }
  return undefined;
}

function paramsOf(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const here = decodeURIComponent(given[i] ?? '');
    if (part.startsWith(':') && here !== '') params[part.slice(1)] = here;
    else if (part !== here) return undefined;
  }
  return params;
}

/** Takes the fault for this request, and counts. */
function strike(faults: Fault[], name: string | undefined): Fault | undefined {
  for (const [i, fault] of faults.entries()) {
    if (fault.on !== '*' && fault.on !== name) continue;
    if ((fault.after ?? 0) > 0) {
      fault.after = (fault.after ?? 0) - 1;
      continue;
    }
    fault.times = (fault.times ?? 1) - 1;
    if (fault.times <= 0) faults.splice(i, 1);
    return fault;
  }
  return undefined;
}

function tell(response: ServerResponse, { status, json, text, headers = {} }: Answer): void {
  const type = text === undefined ? 'application/json' : 'text/plain';
  const body = text ?? (json === undefined ? '' : JSON.stringify(json));
  reply(response, status, body, { 'content-type': type, ...headers });
}
