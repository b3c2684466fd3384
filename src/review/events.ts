/** What open pages are told without asking (server-sent events, WHATWG HTML §9.2). */

export type DeskEvent =
  /** A file changed on disk, by whomever. `rev` is that of issue.md; undefined: it is not there any more. `files` are those that changed, relative to the workspace. */
  | { event: 'changed'; data: { rev?: string; files: string[] } }
  /** How many pages of this desk are open, and where other desks of this issue are. */
  | { event: 'desks'; data: { count: number; others: string[] } }
  /** What takes its time: a verb of this desk, or another command that holds the workspace. Neither: nothing any more. */
  | { event: 'busy'; data: { verb?: string; other?: string } };

export interface Events {
  /** Pages that listen. */
  count(): number;
  /** Gives the function that ends it. */
  listen(told: (event: DeskEvent) => void): () => void;
  tell(event: DeskEvent): void;
}

export function createEvents(): Events {
  const listeners = new Set<(event: DeskEvent) => void>();
  return {
    count: () => listeners.size,
    listen: (told) => {
      listeners.add(told);
      return () => void listeners.delete(told);
    },
    tell: (event) => {
      for (const told of listeners) told(event);
    },
  };
}
