/** The email, as its readers will see it: for a sandboxed frame with a policy of its own. */
import { Hono } from 'hono';
import type { Desk } from './desk.ts';
import { emailPolicy, inScheme } from './email.ts';
import type { Known } from './guard.ts';

export function emailRoutes(desk: Desk): Hono<Known> {
  const app = new Hono<Known>();
  app.get('/email', async (c) => {
    const { workspace } = await desk.workspace();
    // before anything can fail: what went wrong is shown in the frame too
    c.header('Content-Security-Policy', emailPolicy(c.req.query('images') === '1'));
    const { html } = await desk.email.render(workspace);
    return c.html(inScheme(html, c.req.query('scheme') === 'dark' ? 'dark' : 'light'));
  });
  app.get('/email.txt', async (c) => {
    const { workspace } = await desk.workspace();
    return c.text((await desk.email.render(workspace)).text);
  });
  return app;
}
