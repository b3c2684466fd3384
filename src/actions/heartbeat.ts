import { SourceError } from '../errors.ts';
import type { World } from '../types.ts';
import type { Workspace } from './workspace.ts';

const TIMEOUT_MS = 10_000;
/** Characters of a failure's words: whoever watches needs no more. */
const MOST = 1000;

/**
 * Tells whoever watches `notify.heartbeat` that the job ran: GET where it went well, POST of the reason to the address with `/fail` where it did not, as healthchecks.io has it. Gives a warning where
 * that could not be told: it never fails a run.
 */
export async function heartbeat(
  world: Pick<World, 'fetch'>,
  { newsletter }: Workspace,
  failure: string | undefined,
): Promise<string[]> {
  const url = newsletter.notify.heartbeat;
  if (url === undefined) return [];
  const request = { from: 'operator', timeoutMs: TIMEOUT_MS } as const;
  try {
    const { status } = await world.fetch(
      failure === undefined
        ? { ...request, url }
        : {
            ...request,
            url: failing(url),
            method: 'POST',
            headers: { 'content-type': 'text/plain; charset=utf-8' },
            body: failure.slice(0, MOST),
          },
    );
    return status < 400
      ? []
      : [`the heartbeat address of newsletter.yaml answered ${status}: is it still the right one?`];
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return [`the heartbeat was not sent: ${error.message}`];
  }
}

/** `/fail` belongs to the path. */
function failing(url: string): string {
  const [, path = url, rest = ''] = /^([^?#]*)(.*)$/s.exec(url) ?? [];
  return `${path.replace(/\/+$/, '')}/fail${rest}`;
}
