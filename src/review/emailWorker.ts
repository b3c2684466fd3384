/** The thread that renders: it is asked by `email.ts`. */
import { parentPort } from 'node:worker_threads';
import { UserError } from '../errors.ts';
import { renderIssue } from '../render/render.ts';
import type { Issue, Newsletter, PlatformTags, Rendered } from '../types.ts';

export interface Question {
  id: number;
  issue: Issue;
  newsletter: Newsletter;
  templatesDir: string;
  tags?: PlatformTags;
}
export type Answer = { id: number } & (
  | { rendered: Rendered }
  // `isUsers`: it is the user's to mend
  | { problem: string; isUsers: boolean }
);

parentPort?.on('message', async ({ id, issue, newsletter, templatesDir, tags }: Question) => {
  const answer = (said: Answer) => parentPort?.postMessage(said);
  try {
    const rendered = await renderIssue(issue, { newsletter, templatesDir, ...(tags ? { platform: tags } : {}) });
    answer({ id, rendered });
  } catch (error) {
    answer({ id, problem: (error as Error).message, isUsers: error instanceof UserError });
  }
});
