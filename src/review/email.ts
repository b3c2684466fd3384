/** The email as the desk shows it: rendered beside the desk's own thread, since MJML takes longer than an edit may. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { readIssue } from '../actions/issues.ts';
import type { Workspace } from '../actions/workspace.ts';
import { UserError } from '../errors.ts';
import { shortHash } from '../text/hash.ts';
import type { PlatformTags, Rendered, World } from '../types.ts';
import type { Answer, Question } from './emailWorker.ts';
import { stampsOf } from './watch.ts';

export interface EmailRenderer {
  /** The issue as it stands in the file, with the tags of the first platform. Throws UserError for a broken issue or template. */
  render(workspace: Workspace): Promise<Rendered>;
  close(): Promise<void>;
}

/** Renders one issue; what did not change is not rendered again. */
export function createEmailRenderer(world: World, number: number): EmailRenderer {
  let worker: Worker | undefined;
  let asked = 0;
  const waiting = new Map<number, { done: (rendered: Rendered) => void; failed: (error: Error) => void }>();
  let last: { key: string; rendered: Promise<Rendered> } | undefined;

  const fail = (error: Error) => {
    worker = undefined;
    for (const { failed } of waiting.values()) failed(error);
    waiting.clear();
  };
  const start = () => {
    // compiled, it ends as this file does
    const file = new URL(import.meta.url.endsWith('.ts') ? './emailWorker.ts' : './emailWorker.js', import.meta.url);
    const started = new Worker(file, { execArgv: [] });
    started.on('message', ({ id, ...answer }: Answer) => {
      const { done, failed } = waiting.get(id) ?? {};
      waiting.delete(id);
      if ('rendered' in answer) done?.(answer.rendered);
      else failed?.(answer.isUsers ? new UserError(answer.problem) : new Error(answer.problem));
    });
    started.on('error', fail);
    started.on('exit', () => fail(new Error('the thread that renders the email has ended')));
    started.unref();
    return started;
  };
  const ask = (question: Omit<Question, 'id'>) =>
    new Promise<Rendered>((done, failed) => {
      worker ??= start();
      waiting.set(++asked, { done, failed });
      worker.postMessage({ id: asked, ...question } satisfies Question);
    });
  return {
    render: async (workspace) => {
      const { issue, markdown } = await readIssue(world.files, number);
      const templatesDir = join(world.files.root, 'templates');
      const tags = tagsOf(world, workspace);
      const key = shortHash(JSON.stringify([markdown, workspace.newsletter, tags, await templateStamps(templatesDir)]));
      if (last?.key !== key) {
        const rendered = ask({ issue, newsletter: workspace.newsletter, templatesDir, ...(tags ? { tags } : {}) });
        // whoever asked is told; nobody may be there any more to hear it
        rendered.catch(() => {
          if (last?.key === key) last = undefined;
        });
        last = { key, rendered };
      }
      return last.rendered;
    },
    close: async () => {
      await worker?.terminate();
    },
  };
}

function tagsOf(world: World, { newsletter }: Workspace): PlatformTags | undefined {
  const name = Object.keys(newsletter.platforms)[0];
  return name === undefined ? undefined : world.platforms[name]?.tags;
}

/** The user's own templates may be edited while the desk is open. */
async function templateStamps(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return stampsOf(folder, names.filter((name) => name.endsWith('.hbs')).sort());
}

export type Scheme = 'light' | 'dark';

/**
 * An email's HTML in one scheme, whatever the system's is, its links opening beside the desk. Only its styles and its head are touched: what is written in
 * the issue may speak of schemes.
 */
export function inScheme(html: string, scheme: Scheme): string {
  const [yes, no] = ['(min-width:0)', '(max-width:0)'];
  const styled = html.replace(/<style\b[^>]*>[\s\S]*?<\/style>/gi, (style) =>
    style
      // conditions that hold always and never, and may stand wherever the first ones did
      .replace(/\(\s*prefers-color-scheme\s*:\s*dark\s*\)/gi, scheme === 'dark' ? yes : no)
      .replace(/\(\s*prefers-color-scheme\s*:\s*light\s*\)/gi, scheme === 'light' ? yes : no)
      .replace(/color-scheme\s*:\s*light dark/gi, `color-scheme: ${scheme}`),
  );
  return styled
    .replace(/(<meta name="(?:supported-)?color-schemes?" content=")[^"]*/gi, `$1${scheme}`)
    .replace(/<head\b[^>]*>/i, (head) => `${head}<base target="_blank">`);
}

/** The policy of the frame: nothing runs, and pictures load only when asked for. */
export function emailPolicy(images: boolean): string {
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src ${images ? 'https: data:' : 'data:'}`,
    "frame-ancestors 'self'",
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  ].join('; ');
}
