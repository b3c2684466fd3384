/** The desk's routes behind its guard. */
import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { SourceError, UserError } from '../errors.ts';
import { escapeHtml } from '../render/escape.ts';
import type { Desk } from './desk.ts';
import { type GuardOptions, guard, guardHeaders, type Known, pathWithin } from './guard.ts';
import { plainPage } from './plain.ts';
import { assetRoutes } from './routesAssets.ts';
import { doRoutes } from './routesDo.ts';
import { emailRoutes } from './routesEmail.ts';
import { eventRoutes } from './routesEvents.ts';
import { pageRoutes } from './routesPage.ts';

export function createApp(desk: Desk, o: Omit<GuardOptions, 'sessions'>): Hono<Known> {
  const app = new Hono<Known>({ getPath: pathWithin(o.base) });
  app.use(guardHeaders());
  app.use(guard({ ...o, sessions: desk.sessions }));
  app.route('/', pageRoutes(desk));
  app.route('/', emailRoutes(desk));
  app.route('/', eventRoutes(desk));
  app.route('/', assetRoutes(desk.world));
  app.route('/', doRoutes(desk));
  app.notFound((c) => c.text('There is nothing here.', 404));
  app.onError((error, c) => failed(error, c, desk));
  return app;
}

/** What the world did wrong is told where it is seen; a fault of our own also where the desk was started. */
function failed(error: Error, c: Context, { world }: Desk): Response {
  if (error instanceof HTTPException) return c.text(error.message, error.status);
  const isTold = error instanceof UserError || error instanceof SourceError;
  if (!isTold) world.report.warn(`a fault in the desk, ${c.req.method} ${c.req.path}: ${error.message}`);
  const words = isTold ? error.message : `a fault in Pullquote itself: ${error.message}`;
  const status = isTold ? 409 : 500;
  if (c.req.path === '/') return c.html(plainPage('The issue can’t be shown', [words]), status);
  if (c.req.path.startsWith('/part/')) return c.html(`<p role="alert">${escapeHtml(words)}</p>`, status);
  return c.text(words, status);
}
