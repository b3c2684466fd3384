/** A Ghost of its own in a temporary folder, on SQLite, with a Mailgun on loopback. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reply, startServer } from '../../test/support/servers.ts';

export interface GhostSite {
  url: string;
  /** How many mailings Mailgun was given, and for how many readers. */
  mails(): string;
  /** What matters of the last one. */
  lastMail(): string;
  close(): Promise<void>;
}

/** Starts the `ghost` package in `folder` with this Node, and waits until it answers. */
export async function startGhost(folder: string, node: string): Promise<GhostSite> {
  const dir = mkdtempSync(join(tmpdir(), 'ghost-'));
  const forms: string[] = [];
  const mailgun = await startServer((hit, response) => {
    if (hit.method === 'POST') forms.push(hit.body);
    const sent = { id: `<${forms.length}@mg.example>`, message: 'Queued. Thank you.', items: [] };
    reply(response, 200, JSON.stringify(sent), { 'content-type': 'application/json' });
  });
  const url = `http://127.0.0.1:${await freePort()}`;
  cpSync(join(folder, 'content'), join(dir, 'content'), { recursive: true });
  // it looks for its own package.json from where it is started, so its settings come by the environment
  const child = spawn(node, ['index.js'], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'development', ...settingsOf(configOf(url, dir, mailgun.url)) },
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const site = {
    url,
    mails: () => `${forms.length} to ${forms.flatMap(recipientsOf).length}`,
    lastMail: () => aboutMail(forms.at(-1) ?? ''),
    close: async () => {
      child.kill('SIGKILL');
      await ended;
      await mailgun.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  for (let tries = 0; tries < 120; tries++) {
    const answer = await fetch(`${url}/ghost/api/admin/site/`).catch(() => undefined);
    if (answer?.ok) return site;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await site.close();
  throw new Error(`Ghost did not start in a minute: try \`${node} index.js\` in ${folder}`);
}

function configOf(url: string, dir: string, mailgun: string) {
  const { hostname: host, port } = new URL(url);
  return {
    url,
    server: { host, port: Number(port) },
    database: { client: 'sqlite3', connection: { filename: join(dir, 'ghost.db') }, useNullAsDefault: true },
    mail: { transport: 'Direct' },
    bulkEmail: { mailgun: { baseUrl: `${mailgun}/v3`, apiKey: 'key-of-the-bench', domain: 'mg.example' } },
    privacy: { useUpdateCheck: false, useGravatar: false, useStructuredData: false },
    logging: { level: 'error' },
    paths: { contentPath: join(dir, 'content') },
  };
}

/** `{ a: { b: 1 } }` as `a__b=1`, which is how Ghost reads its environment. */
function settingsOf(config: object, before = ''): Record<string, string> {
  const entries = Object.entries(config).map(([name, value]) =>
    typeof value === 'object' ? settingsOf(value, `${before}${name}__`) : { [`${before}${name}`]: String(value) },
  );
  return Object.assign({}, ...entries);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** Parts of the multipart form that Mailgun is given, by name. */
function partOf(form: string, name: string): string {
  const start = form.indexOf(`name="${name}"`);
  const from = form.indexOf('\r\n\r\n', start) + 4;
  return start < 0 ? '' : form.slice(from, form.indexOf('\r\n--', from));
}

function recipientsOf(form: string): string[] {
  return Object.keys(JSON.parse(partOf(form, 'recipient-variables') || '{}') as object);
}

function aboutMail(form: string): string {
  const html = partOf(form, 'html');
  const yes = (found: boolean) => (found ? 'yes' : 'no');
  return [
    `subject “${partOf(form, 'subject')}”`,
    `${Buffer.byteLength(html)} bytes of HTML`,
    `text part: ${yes(partOf(form, 'text').length > 200)}`,
    `one-click unsubscribe: ${yes(/List-Unsubscribe/i.test(form) && /unsubscribe_url|list_unsubscribe/.test(form))}`,
    `Ghost’s own in its footer, and no link of ours: ${yes(/%tag_unsubscribe|unsubscribe/i.test(html) && !/class="[^"]*\bunsubscribe\b/.test(html))}`,
    `quotes kept: ${html.split('<blockquote').length - 1}`,
  ].join(', ');
}

interface Post {
  id: string;
  slug: string;
  status: string;
  title?: string;
  html?: string;
}
export interface Admin {
  /** An Admin API key. */
  key: string;
  add(kind: 'members' | 'pages', fields: object): Promise<void>;
  list(kind: 'posts'): Promise<Post[]>;
  read(id: string): Promise<Post>;
  remove(kind: 'posts', id: string): Promise<void>;
}

/** Makes the owner, logs in as a browser would, and makes an integration. */
export async function adminOf(url: string): Promise<Admin> {
  const base = `${url}/ghost/api/admin`;
  let cookie = '';
  const ask = async (method: string, path: string, body?: object) => {
    const headers = { 'content-type': 'application/json', origin: url, ...(cookie ? { cookie } : {}) };
    const answer = await fetch(base + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    return text.startsWith('{') ? JSON.parse(text) : {};
  };
  const login = { email: 'mz@example.com', password: 'kettle-Radio-77-lamp' };
  await ask('POST', '/authentication/setup/', { setup: [{ ...login, name: 'MZ', blogTitle: 'The Kitchen Radio' }] });
  await ask('POST', '/session/', { username: login.email, password: login.password });
  const made = await ask('POST', '/integrations/?include=api_keys', { integrations: [{ name: 'Pullquote' }] });
  const keys = made.integrations[0].api_keys as { type: string; secret: string }[];
  return {
    key: keys.find(({ type }) => type === 'admin')?.secret ?? '',
    add: async (kind, fields) => void (await ask('POST', `/${kind}/`, { [kind]: [fields] })),
    list: async (kind) => (await ask('GET', `/${kind}/?limit=100`))[kind],
    read: async (id) => (await ask('GET', `/posts/${id}/?formats=html`)).posts[0],
    remove: async (kind, id) => void (await ask('DELETE', `/${kind}/${id}/`)),
  };
}
