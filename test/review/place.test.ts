import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { loadWorkspace } from '../../src/actions/workspace.ts';
import { placeOf } from '../../src/review/place.ts';
import { startDesk } from '../../src/review/server.ts';
import { tempFiles } from '../support/world.ts';
import { openDesk } from './desk.ts';

test('an issue has a place of its own, which outlives the desk and belongs to no other issue or workspace', async () => {
  const [here, there] = [tempFiles(), tempFiles()];
  const first = await placeOf(here, 1);
  expect(first.base).toMatch(/^\/[\w-]{22}$/);
  expect(first.ports[0]).toBeGreaterThanOrEqual(20_000);
  expect(first.ports.at(-1)).toBeLessThan(32_768);
  expect(await placeOf(here, 1)).toEqual(first);
  for (const other of [await placeOf(here, 2), await placeOf(there, 1)]) expect(other.base).not.toBe(first.base);
});

test('a place that was spoilt is another one', async () => {
  const files = tempFiles();
  await files.write('.pullquote/desk/path-001', '../../etc/passwd\n');
  const { base } = await placeOf(files, 1);
  expect(base).toMatch(/^\/[\w-]{22}$/);
  expect(await files.read('.pullquote/desk/path-001')).toBe(`${base.slice(1)}\n`);
});

test('a desk without a port takes the same one again, and the next free one where that is taken', async () => {
  const { world, files } = await openDesk();
  const { base, ports } = await placeOf(files, 1);
  const workspace = await loadWorkspace(files);
  const open = async () => {
    const desk = await startDesk(world, workspace, 1, {});
    onTestFinished(() => desk.close());
    return desk;
  };
  const taken = createServer();
  await new Promise<void>((done) => taken.once('error', () => done()).listen(ports[0], '127.0.0.1', done));
  onTestFinished(() => void taken.close());
  const beside = await open();
  expect(ports.slice(1)).toContain(beside.port);
  expect(beside.url).toContain(`:${beside.port}${base}/enter?`);
  await beside.close();
  expect((await open()).port).toBe(beside.port);
});
