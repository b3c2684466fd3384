/** The stream of events that a page listens to. */
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { type Desk, revOnDisk } from './desk.ts';
import type { DeskEvent } from './events.ts';
import type { Known } from './guard.ts';

/** Browsers open six connections to a host at most: where streams took all of them, nothing could be saved. */
const MOST_STREAMS = 4;

export function eventRoutes(desk: Desk): Hono<Known> {
  const app = new Hono<Known>();
  app.get('/events', (c) => {
    // 204 ends an EventSource for good
    if (desk.events.count() >= MOST_STREAMS) return c.body(null, 204);
    return streamSSE(c, async (stream) => {
      const send = ({ event, data }: DeskEvent) => void stream.writeSSE({ event, data: JSON.stringify(data) });
      const end = desk.events.listen(send);
      const gone = new Promise<void>((done) => stream.onAbort(done));
      tellDesks(desk);
      // a page that comes back learns whether it missed anything
      const rev = await revOnDisk(desk);
      send({ event: 'changed', data: { ...(rev ? { rev } : {}), files: [] } });
      send({ event: 'busy', data: desk.running.now() });
      await gone;
      end();
      tellDesks(desk);
    });
  });
  return app;
}

/** Tells every page how many of them there are. */
export function tellDesks({ events, others }: Desk): void {
  events.tell({ event: 'desks', data: { count: events.count(), others } });
}
