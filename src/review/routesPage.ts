/** The page and its parts: what is asked for is read from the files, and nothing is changed. */
import { type Context, Hono } from 'hono';
import { bench } from '../actions/desk/bench.ts';
import { candidates } from '../actions/desk/candidates.ts';
import { checks } from '../actions/desk/checks.ts';
import { figures } from '../actions/desk/figures.ts';
import { searchWeek } from '../actions/desk/search.ts';
import { source } from '../actions/desk/source.ts';
import type { DeskBlock, DeskView } from '../actions/desk/types.ts';
import { deskView } from '../actions/desk/view.ts';
import { wordProofs } from '../actions/desk/wordProofs.ts';
import type { Workspace } from '../actions/workspace.ts';
import { UserError } from '../errors.ts';
import { sizeOf } from '../render/size.ts';
import type { Desk } from './desk.ts';
import type { Known } from './guard.ts';
import { type DeskOptions, deskPage, parts } from './pages/index.ts';
import { publishPlan } from './sending.ts';
import type { Session } from './session.ts';

/** Characters of a search. */
const LONGEST_QUERY = 300;

type Ask = Pick<Context<Known>['req'], 'query'>;
interface Shown {
  desk: Desk;
  workspace: Workspace;
  view: DeskView;
  options: DeskOptions;
}
type Part = (shown: Shown, ask: Ask) => Promise<unknown>;

export function pageRoutes(desk: Desk): Hono<Known> {
  const app = new Hono<Known>();
  app.get('/', async (c) => {
    const { view, options } = await show(desk, c.get('session'));
    return c.html(String(deskPage(view, options)));
  });
  app.get('/part/:name', async (c) => {
    const name = c.req.param('name');
    const part = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
    if (!part) return c.notFound();
    return c.html(String(await part(await show(desk, c.get('session')), c.req)));
  });
  return app;
}

/** The issue as it stands, and what a page knows beside it. */
export async function show(desk: Desk, { csrf }: Session): Promise<Shown> {
  const { world, number } = desk;
  const { workspace, problems } = await desk.workspace();
  const { model, editor } = workspace.newsletter;
  const options: DeskOptions = {
    csrf,
    platforms: Object.keys(world.platforms),
    desks: Math.max(1, desk.events.count()) + desk.others.length,
    ...(world.ask && model ? { model: model.name } : {}),
    editor: editor.name,
    ...(problems.length ? { problems } : {}),
  };
  return { desk, workspace, view: await deskView(world, workspace, number), options };
}

const PARTS: Record<string, Part> = {
  head: async ({ view, options }) => parts.head(view, options),
  blocks: async ({ view }) => parts.blocks(view),
  checks: async ({ desk, workspace, view }) => {
    const render = () => desk.email.render(workspace);
    return parts.checks(await checks(desk.world, workspace, desk.number, { render }), view);
  },
  bench: async ({ desk, workspace }, ask) => {
    const words = (ask.query('q') ?? '').slice(0, LONGEST_QUERY).trim();
    const found = words ? await searchWeek(desk.world, workspace, desk.number, words) : undefined;
    return parts.bench(await bench(desk.world, workspace, desk.number), found, words);
  },
  evidence: async ({ desk, workspace, view }, ask) => {
    const block = blockOf(view, ask);
    const proofs = await wordProofs(desk.world, workspace, desk.number, { block: refOf(block) });
    return parts.evidence(block, proofs, view.opened);
  },
  candidates: async ({ desk, workspace, view }, ask) => {
    const block = blockOf(view, ask);
    const found = await candidates(desk.world, workspace, desk.number, { block: refOf(block) });
    return parts.candidates(block, wholeNumber(ask.query('quote')) ?? 0, found);
  },
  source: async ({ desk, workspace, view }, ask) => {
    const url = ask.query('url') ?? '';
    const block = view.blocks[wholeNumber(ask.query('index')) ?? -1];
    return parts.source(await source(desk.world, workspace, desk.number, { url }), block);
  },
  week: async ({ desk, workspace }) => parts.week(await figures(desk.world, workspace, desk.number)),
  email: async ({ desk, workspace, view }) => {
    // as the checks count it: with the platform's tags filled in
    const { filled, limit } = sizeOf(await desk.email.render(workspace));
    return parts.email(view, { bytes: filled, limit });
  },
  publish: async ({ desk, workspace, view, options }, ask) => {
    const to = ask.query('to') || Object.keys(workspace.newsletter.platforms)[0] || options.platforms[0] || '';
    return parts.publish(view, { to, lines: to ? await publishPlan(desk.world, workspace, desk.number, to) : [] });
  },
};

function refOf({ index, rev }: DeskBlock) {
  return { index, rev };
}

/** The block that was meant, wherever it stands now; where its words were changed, what stands in its place. */
function blockOf({ blocks }: DeskView, ask: Ask): DeskBlock {
  const index = wholeNumber(ask.query('index'));
  const rev = ask.query('rev');
  const same = blocks.filter((block) => block.rev === rev);
  const block = same.find((each) => each.index === index) ?? same[0] ?? blocks[index ?? -1];
  if (!block) throw new UserError('this block is not in the issue any more.');
  return block;
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}
