/** Turns with a host that other processes want too: taken before a request, given back after it. */
import { SourceError } from '../errors.ts';
import type { HostTurns } from '../types.ts';

/** Who wants a turn: the host, its crawl-delay in milliseconds (0 for none), and the URL as messages show it. */
export interface Wanted {
  host: string;
  delayMs: number;
  signal?: AbortSignal | undefined;
  shown: string;
}

/**
 * Runs `work` in a turn that no other process has. Whoever asks the host calls `check` right before, each time: it throws SourceError
 * where the turn was lost meanwhile. Throws SourceError where none could be had; whatever came of `work` outlives a turn that could not
 * be given back, since its lease ends it.
 */
export async function inSharedTurn<T>(
  turns: HostTurns,
  wanted: Wanted,
  work: (check: () => void) => Promise<T>,
): Promise<T> {
  const turn = await taken(turns, wanted);
  try {
    return await work(() => {
      if (!turn.held()) throw lost(wanted);
    });
  } finally {
    await turn.giveBack().catch(() => undefined);
  }
}

async function taken(turns: HostTurns, { host, delayMs, signal, shown }: Wanted) {
  try {
    return await turns.take(host, { delayMs, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (signal?.aborted) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new SourceError(`${shown}: not asked, as the database gave no turn with ${host}: ${why}`);
  }
}

function lost({ host, shown }: Wanted): SourceError {
  return new SourceError(
    `${shown}: not asked, as its turn with ${host} was lost: this process was stopped for longer than its lease, or lost the database`,
  );
}
