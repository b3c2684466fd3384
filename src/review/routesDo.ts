/** Changes: every one is written to the workspace's files before it is answered. */
import { Hono } from 'hono';
import { z } from 'zod';
import type { Changed } from '../actions/desk/types.ts';
import { SourceError, UserError } from '../errors.ts';
import { jsonBody } from './body.ts';
import type { Desk } from './desk.ts';
import type { Known } from './guard.ts';
import { parts, previewHtml } from './pages/index.ts';
import { show } from './routesPage.ts';
import type { Session } from './session.ts';
import { wrongShape } from './shapes.ts';
import { type Verb, verbs } from './verbs.ts';

/** What a change is answered with. */
export interface Answer {
  changed: Changed;
  /** Another run holds the workspace: the same change may be sent again. */
  locked?: true;
  /** Of issue.md as it is now; undefined, as `parts`, where it can't be read. */
  rev?: string;
  parts?: { head: string; blocks: string };
}
const LOCKED = 75;
const preview = z.strictObject({ markdown: z.string().max(500_000) });

export function doRoutes(desk: Desk): Hono<Known> {
  const app = new Hono<Known>();
  app.post('/preview', async (c) => {
    const given = preview.safeParse(await jsonBody(c.req.raw));
    return given.success ? c.html(String(previewHtml(given.data.markdown))) : c.text(wrongShape(given.error), 400);
  });
  app.post('/do/:verb', async (c) => {
    const name = c.req.param('verb');
    const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
    if (!verb) return c.notFound();
    const given = verb.shape.safeParse(await jsonBody(c.req.raw));
    if (!given.success) return c.text(wrongShape(given.error), 400);
    const done = await doVerb(desk, name, verb, given.data);
    return c.json({ ...done, ...(await after(desk, c.get('session'))) } satisfies Answer);
  });
  return app;
}

async function doVerb(desk: Desk, name: string, verb: Verb, o: unknown): Promise<Pick<Answer, 'changed' | 'locked'>> {
  const { workspace } = await desk.workspace();
  const apart = name === 'refresh-week' ? desk.refreshWeek : undefined;
  const act = apart ?? (() => verb.act(desk.world, workspace, desk.number, o));
  try {
    return { changed: verb.slow ? await desk.running.during(name, act) : await desk.inTurn(act) };
  } catch (error) {
    if (!(error instanceof UserError || error instanceof SourceError)) throw error;
    const locked = error instanceof UserError && error.exitCode === LOCKED;
    return { changed: { ok: false, refused: error.message }, ...(locked ? { locked } : {}) };
  }
}

/** The issue as it is after a change. One that can't be read any more takes nothing from the answer of what was done. */
async function after(desk: Desk, session: Session): Promise<Pick<Answer, 'rev' | 'parts'>> {
  try {
    const { view, options } = await show(desk, session);
    return {
      rev: view.rev,
      parts: { head: String(parts.head(view, options)), blocks: String(parts.blocks(view)) },
    };
  } catch (error) {
    if (error instanceof UserError) return {};
    throw error;
  }
}
