import { request } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { startHealth } from '../../src/queue/health.ts';

function ask(port: number, o: { path?: string; host?: string; method?: string } = {}) {
  const { path = '/health', host = `127.0.0.1:${port}`, method = 'GET' } = o;
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers: { host } }, async (answer) => {
      let body = '';
      for await (const chunk of answer) body += chunk;
      resolve({ status: answer.statusCode, body });
    });
    asked.on('error', reject).end();
  });
}
async function open(state: { ok: boolean }) {
  const server = await startHealth({ port: 0, state: () => state });
  onTestFinished(() => server.close());
  return server;
}

it('says whether the worker is well', async () => {
  const state = { ok: true, done: 3 };
  const { port } = await open(state);
  expect(await ask(port)).toEqual({ status: 200, body: '{"ok":true,"done":3}\n' });
  expect(await ask(port, { host: `localhost:${port}` })).toMatchObject({ status: 200 });
  expect(await ask(port, { method: 'HEAD' })).toEqual({ status: 200, body: '' });
  state.ok = false;
  expect(await ask(port)).toMatchObject({ status: 503, body: '{"ok":false,"done":3}\n' });
});

it('answers nothing else, and nobody who comes by another name', async () => {
  const { port } = await open({ ok: true });
  expect(await ask(port, { path: '/' })).toMatchObject({ status: 404 });
  expect(await ask(port, { path: '/health/more' })).toMatchObject({ status: 404 });
  expect(await ask(port, { method: 'POST' })).toMatchObject({ status: 404 });
  for (const host of ['evil.example', `localhost.evil.example:${port}`, '127.0.0.1.evil.example', '10.0.0.1'])
    expect(await ask(port, { host })).toMatchObject({ status: 403 });
});

it('says that a port is taken', async () => {
  const { port } = await open({ ok: true });
  await expect(startHealth({ port, state: () => ({ ok: true }) })).rejects.toThrow(`port ${port} is taken`);
});
