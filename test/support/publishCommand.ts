/** The real command before a platform's contract server: a workspace with issue 7 approved, and what it wrote down. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Receipt } from '../../src/actions/publishReceipt.ts';
import { pullquote, type Ran, started, workspace } from './cli.ts';
import type { Contract, ContractServer } from './platforms/server.ts';
import { approvedText, putIssue } from './published.ts';
import { BODY, FRONT } from './publishing.ts';

export interface Desk {
  dir: string;
  server: ContractServer;
  env: Record<string, string>;
  /** `pullquote publish 7 --to PLATFORM --offline …`. */
  publish(args?: string[], o?: RunOptions): Promise<Ran>;
  /** The same, to be watched while it runs. */
  start(args?: string[], o?: RunOptions): ReturnType<typeof started>;
  run(...args: string[]): Promise<Ran>;
  receipt(): Receipt['pushed'];
  markdown(): string;
  close(): Promise<void>;
}
export interface RunOptions {
  env?: Record<string, string>;
  nodeArgs?: string[];
}

/** A desk of its own for each test. `more` goes into newsletter.yaml and the environment. */
export async function deskOf(
  contract: Contract,
  more: { newsletter?: object; env?: Record<string, string>; key?: string } = {},
): Promise<Desk> {
  const server = await contract.start();
  const newsletter = {
    name: 'The Price Letter',
    editor: { name: 'MZ', email: 'mz@example.com' },
    address: '1 Test Street',
    letter: 'off',
    platforms: { [contract.name]: contract.settings(server.url) },
    ...more.newsletter,
  };
  const dir = workspace({ 'newsletter.yaml': JSON.stringify(newsletter), 'sources.yaml': '[]\n' });
  putIssue(dir, 7, approvedText(FRONT + BODY, 'approved'));
  const key = { [`${contract.name.toUpperCase()}_API_KEY`]: more.key ?? contract.secret };
  const env = { ...key, PULLQUOTE_ALLOW: server.host, ...more.env };
  const asked = (args: string[]) => ['-C', dir, 'publish', '7', '--to', contract.name, '--offline', ...args];
  const how = (o: RunOptions = {}) => ({ ...o, env: { ...env, ...o.env } });
  return {
    dir,
    server,
    env,
    publish: (args = [], o) => pullquote(asked(args), how(o)),
    start: (args = [], o) => started(asked(args), how(o)),
    run: (...args) => pullquote(['-C', dir, ...args], { env }),
    receipt: () => JSON.parse(readFileSync(join(dir, 'issues/007/receipt.json'), 'utf8')).pushed,
    markdown: () => readFileSync(join(dir, 'issues/007/issue.md'), 'utf8'),
    close: async () => {
      await server.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
