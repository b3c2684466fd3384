/** The desk's own styles and scripts: a fixed list, served as they ship. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Hono } from 'hono';
import type { World } from '../types.ts';
import type { Known } from './guard.ts';
import { ASSETS } from './pages/index.ts';

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};
/** Assets that come from a package. */
const PACKAGES: Record<string, string> = { 'idiomorph.js': 'idiomorph/dist/idiomorph.min.js' };

export function assetRoutes({ packaged }: Pick<World, 'packaged'>): Hono<Known> {
  const app = new Hono<Known>();
  app.get('/assets/:file', (c) => {
    const file = c.req.param('file');
    const type = TYPES[file.slice(file.lastIndexOf('.') + 1)];
    if (!ASSETS.includes(file) || !type) return c.notFound();
    const from = PACKAGES[file];
    return c.body(from ? ofPackage(from) : packaged(`src/review/assets/${file}`), 200, { 'Content-Type': type });
  });
  return app;
}

function ofPackage(path: string): string {
  return readFileSync(createRequire(import.meta.url).resolve(path), 'utf8');
}
