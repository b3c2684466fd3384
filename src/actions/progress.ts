import type { Report } from '../types.ts';

/** Shows how far the sources of a crawl are: how many are done, how many failed, and which has been awaited longest. */
export function watchSources(
  report: Report,
  total: number,
): <T extends { error?: string }>(name: string, work: () => Promise<T>) => Promise<T> {
  const awaited = new Set<{ name: string }>();
  let done = 0;
  let failed = 0;
  const show = () => {
    const [slowest] = awaited;
    const note = [failed ? `${failed} failed` : '', slowest ? `waiting for ${slowest.name}` : ''];
    report.step('sources', done, total, note.filter(Boolean).join(', '));
  };
  return async (name, work) => {
    const source = { name };
    awaited.add(source);
    if (done < total) show();
    try {
      const result = await work();
      if (result.error !== undefined) failed++;
      return result;
    } finally {
      awaited.delete(source);
      done++;
      show();
    }
  };
}
