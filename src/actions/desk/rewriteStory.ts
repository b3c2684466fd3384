/** One block once more, with what the editor says about it. */
import { errorsIn } from '../../pipeline.ts';
import { type ComposedBlock, compose } from '../../stages/compose.ts';
import { proofread, stillStands } from '../../stages/proofread.ts';
import { write } from '../../stages/write.ts';
import { repair } from '../../stages/write-repair.ts';
import { failed } from '../../text/failed.ts';
import { fence } from '../../text/fence.ts';
import { firstWords } from '../../text/tokens.ts';
import type { Ask, Blurb, Brief, Check, ChosenStory } from '../../types.ts';

/** Words of the block as it stands that the model is shown. */
const SHOWN = 200;

export interface Remark {
  /** What the editor asks for. */
  remark: string;
  /** The block's own words as they stand. */
  was: string;
}
export type Rewritten = { ok: true; block: ComposedBlock } | { ok: false; reasons: Check[] };

/**
 * Writes, verifies, proofreads and repairs once, as a draft does; where what comes of it can't stand, the reasons. The remark is heard for manner and emphasis: it is no source, so that what it
 * says and no page does is refused like anything else (P3).
 */
export async function rewriteStory(
  story: ChosenStory,
  { ask, brief, ...remark }: { ask: Ask; brief: Brief } & Remark,
): Promise<Rewritten> {
  const heard = hearing(ask, remark);
  const answer = await write(story, heard, brief);
  if (!answer.ok)
    return { ok: false, reasons: [failed(answer.code === 'budget' ? 'budget' : 'bad-answer', answer.detail)] };
  const first = answer.value;
  const problems = await problemsOf(first, story, ask);
  if (problems.length === 0) return told(story, { ...first, checks: [] });
  const [again] = await repair([{ story, blurb: { ...first, checks: [] }, problems }], heard, brief);
  if (!again) return { ok: false, reasons: problems };
  const left = [...errorsIn(again, story), ...problems.filter((check) => stillStands(check, again))];
  return left.length ? { ok: false, reasons: left } : told(story, { ...again, checks: problems });
}

function told(story: ChosenStory, blurb: Blurb): Rewritten {
  return { ok: true, block: compose([{ story, blurb }])[0] as ComposedBlock };
}

/** What code finds, and where that is nothing, what only reading finds. */
async function problemsOf(blurb: Blurb, story: ChosenStory, ask: Ask): Promise<Check[]> {
  const found = errorsIn(blurb, story);
  return found.length ? found : ((await proofread([{ story, blurb }], ask))[0] ?? []);
}

/** Every question with the remark after it: the repair must not forget it. */
function hearing(ask: Ask, { remark, was }: Remark): Ask {
  const said = `The block was written before:
${fence('answer', `\n${firstWords(was, SHOWN)}\n`)}
The editor of the newsletter has read it and asks for another version:
${fence('remark', remark)}
Follow the remark in tone, length, emphasis, and in what of the sources to tell and quote. It is no source, and every rule above still holds.`;
  return (request, parse) => ask({ ...request, prompt: `${request.prompt}\n\n${said}` }, parse);
}
