/** What can be done at the desk, by the names that `POST /do/VERB` knows: each is an action of the command line or of `actions/desk`. */
import type { z } from 'zod';
import { addFind } from '../actions/add.ts';
import { addBlock } from '../actions/desk/addBlock.ts';
import { deleteBlock } from '../actions/desk/deleteBlock.ts';
import { editBlock } from '../actions/desk/editBlock.ts';
import { editLetter } from '../actions/desk/editLetter.ts';
import { editLine } from '../actions/desk/editLine.ts';
import { moveBlock } from '../actions/desk/moveBlock.ts';
import { mute } from '../actions/desk/mute.ts';
import { notSame } from '../actions/desk/notSame.ts';
import { markOpened } from '../actions/desk/opened.ts';
import { pin } from '../actions/desk/pin.ts';
import { pullIn } from '../actions/desk/pullIn.ts';
import { quotePassage } from '../actions/desk/quotePassage.ts';
import { restoreBlock } from '../actions/desk/restoreBlock.ts';
import { rewriteBlock } from '../actions/desk/rewriteBlock.ts';
import { swapQuote } from '../actions/desk/swapQuote.ts';
import type { Changed } from '../actions/desk/types.ts';
import { redo, undo } from '../actions/desk/undo.ts';
import { vouch } from '../actions/desk/vouch.ts';
import { refreshWeek } from '../actions/desk/weekFile.ts';
import type { Workspace } from '../actions/workspace.ts';
import type { World } from '../types.ts';
import { approveIssue, publishIssue, sendTest } from './sending.ts';
import { shapes } from './shapes.ts';

type Act<T> = (world: World, workspace: Workspace, number: number, o: T) => Promise<Changed>;
export interface Verb {
  shape: z.ZodType;
  act: Act<unknown>;
  /** It asks a model or the network: pages are told that it goes on, and no other change waits for it. */
  slow: boolean;
}

function verb<T>(shape: z.ZodType<T>, act: Act<T>): Verb {
  // what is handed on was parsed by the shape
  return { shape, act: act as Act<unknown>, slow: false };
}
function slow<T>(shape: z.ZodType<T>, act: Act<T>): Verb {
  return { ...verb(shape, act), slow: true };
}

export const verbs: Record<string, Verb> = {
  'edit-block': verb(shapes.editBlock, editBlock),
  'edit-letter': verb(shapes.editLetter, editLetter),
  'edit-line': verb(shapes.editLine, editLine),
  'move-block': verb(shapes.moveBlock, moveBlock),
  'delete-block': verb(shapes.deleteBlock, deleteBlock),
  'restore-block': verb(shapes.restoreBlock, restoreBlock),
  'add-block': verb(shapes.addBlock, addBlock),
  'swap-quote': verb(shapes.swapQuote, swapQuote),
  'quote-passage': verb(shapes.quotePassage, quotePassage),
  vouch: verb(shapes.vouch, vouch),
  undo: verb(shapes.nothing, undo),
  redo: verb(shapes.nothing, redo),
  'rewrite-block': slow(shapes.rewriteBlock, rewriteBlock),
  'pull-in': slow(shapes.pullIn, pullIn),
  mute: verb(shapes.mute, mute),
  pin: verb(shapes.pin, pin),
  'not-same': verb(shapes.notSame, notSame),
  'add-find': slow(shapes.addFind, async (world, workspace, _, o) => {
    const { url, title, waiting, changed, unread } = await addFind(world, workspace, o);
    const did = !waiting
      ? `${title || url} put into the inbox`
      : changed
        ? 'find completed'
        : 'it waits in the inbox already';
    return { ok: true, did, ...(unread ? { note: `The page could not be read: ${unread}` } : {}) };
  }),
  opened: verb(shapes.opened, async (world, workspace, number, o) => {
    await markOpened(world, workspace, number, o);
    return { ok: true, did: 'source opened' };
  }),
  'refresh-week': slow(shapes.nothing, refreshWeek),
  approve: slow(shapes.approve, approveIssue),
  'test-send': slow(shapes.testSend, sendTest),
  publish: slow(shapes.publish, publishIssue),
};
