import { expect, test } from 'vitest';
import type { BlockRef } from '../../src/actions/desk/types.ts';
import { askPort, enter, openDesk } from './desk.ts';

const ISSUE = 'issues/001/issue.md';

test('a link opens the desk once: with it comes a cookie that scripts and other sites never see', async () => {
  const { desk, base, ask } = await openDesk();
  const { pathname, search } = new URL(desk.url);
  const first = await ask(`${pathname}${search}`);
  expect([first.status, first.headers.location]).toEqual([303, './']);
  expect(first.headers['set-cookie']?.[0]).toMatch(
    new RegExp(`^pullquote-${desk.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=${base}$`),
  );
  const again = await ask(`${pathname}${search}`);
  expect([again.status, again.headers['set-cookie']]).toEqual([403, undefined]);
  expect(again.body).toContain('Press Enter in the terminal');
});

test('a browser that restores its tabs comes by a used link and is let in by its cookie', async () => {
  const { desk, ask } = await openDesk();
  const { pathname, search } = new URL(desk.url);
  const { cookie } = await enter(desk);
  await ask(`${pathname}${search}`);
  const restored = await ask(`${pathname}${search}`, { headers: { cookie: cookie as string } });
  expect([restored.status, restored.headers.location]).toEqual([303, './']);
});

test('a link is good for ten minutes', async () => {
  const { desk, ask, now } = await openDesk();
  const [early, late] = [new URL(desk.link()), new URL(desk.link())];
  now.at = new Date(now.at.getTime() + 9.9 * 60_000);
  expect((await ask(`${early.pathname}${early.search}`)).status).toBe(303);
  now.at = new Date(now.at.getTime() + 0.2 * 60_000);
  expect((await ask(`${late.pathname}${late.search}`)).status).toBe(403);
});

test('the page holds the issue, and nothing inline that could run', async () => {
  const { get } = await openDesk();
  const { status, headers, body } = await get('/');
  expect(status).toBe(200);
  expect(body).toContain('Sorrel 2 Primer');
  expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/i);
  expect(headers['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  expect(headers).toMatchObject({
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  });
});

test('every part is shown', async () => {
  const { get } = await openDesk();
  const asked = [
    'head',
    'blocks',
    'checks',
    'bench',
    'bench?q=sorrel',
    'evidence?index=0',
    'candidates?index=0&quote=0',
    'week',
    'email',
    'publish?to=file',
  ];
  for (const part of asked) {
    const { status, body } = await get(`/part/${part}`);
    expect([part, status, body.match(/id="part-([a-z]+)"/)?.[1]]).toEqual([part, 200, part.replace(/\?.*/, '')]);
  }
  expect((await get('/part/evidence?index=999')).status).toBe(409);
});

test('every asset that the page names is served with its type, those of packages too', async () => {
  const { get } = await openDesk();
  const named = [...(await get('/')).body.matchAll(/(?:src|href)="(assets\/[^"]+)"/g)].map(([, path]) => `/${path}`);
  expect(named).toContain('/assets/idiomorph.js');
  for (const path of named) {
    const { status, headers } = await get(path);
    expect([path, status, headers['content-type']]).toEqual([
      path,
      200,
      path.endsWith('.css')
        ? 'text/css; charset=utf-8'
        : path.endsWith('.svg')
          ? 'image/svg+xml'
          : 'text/javascript; charset=utf-8',
    ]);
  }
});

test('the email is shown in either scheme, in a frame where nothing runs and no picture loads unasked', async () => {
  const { files, get } = await openDesk();
  const light = await get('/email?scheme=light');
  const dark = await get('/email?scheme=dark&images=1');
  expect(light.headers['content-security-policy']).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
  );
  expect(dark.headers['content-security-policy']).toContain('img-src https: data:;');
  for (const { body } of [light, dark]) expect(body).not.toMatch(/@media[^{]*prefers-color-scheme/);
  expect([light.body, dark.body].map((html) => /<meta name="color-scheme" content="(\w+)"/.exec(html)?.[1])).toEqual([
    'light',
    'dark',
  ]);
  expect(light.body).toMatch(/@media[^{]*\(max-width:0\)/);
  expect(dark.body).toMatch(/@media[^{]*\(min-width:0\)/);
  const text = await get('/email.txt');
  expect(text.headers['content-type']).toMatch(/^text\/plain/);
  expect(text.body).toContain('Sorrel 2 Primer');
  // a broken template of the user's own is told of in the frame, and gone when it is mended
  await files.write('templates/issue.mjml.hbs', '<mjml>{{#if}}');
  const broken = await get('/email');
  expect([broken.status, broken.body]).toEqual([409, expect.stringContaining('issue.mjml.hbs')]);
  expect(broken.headers['content-security-policy']).toContain("frame-ancestors 'self'; sandbox");
  await files.remove('templates/issue.mjml.hbs');
  expect((await get('/email')).status).toBe(200);
});

test('a change is in the file before it is answered, and the answer has the parts that it changed', async () => {
  const { files, post, view } = await openDesk();
  const { index, rev } = (await view()).blocks[0] as BlockRef;
  const { status, body } = await post('/do/edit-block', {
    block: { index, rev },
    markdown: '## A primer of my own\n\n[A page](https://example.com/page) about it.',
  });
  const answer = JSON.parse(body);
  expect(status).toBe(200);
  expect(answer.changed).toMatchObject({ ok: true });
  expect(answer.parts.blocks).toContain('A primer of my own');
  expect(answer.rev).toBe((await view()).rev);
  expect(await files.read(ISSUE)).toContain('## A primer of my own');
});

test('what an action refuses is said in words; another run’s lock is told apart', async () => {
  const { files, post } = await openDesk();
  const refused = JSON.parse((await post('/do/add-find', { url: 'http://10.0.0.1/inner' })).body);
  expect(refused.changed).toMatchObject({ ok: false, refused: expect.stringContaining('not') });
  expect(refused.locked).toBeUndefined();
  const locked = await files.locked('draft', async () =>
    JSON.parse((await post('/do/approve', { offline: true })).body),
  );
  expect(locked).toMatchObject({
    locked: true,
    changed: { ok: false, refused: expect.stringContaining('pullquote draft') },
  });
});

test('a send wants the issue’s number', async () => {
  const { post } = await openDesk();
  const answer = JSON.parse((await post('/do/publish', { to: 'file', what: 'send', confirm: '2' })).body);
  expect(answer.changed).toEqual({
    ok: false,
    refused: 'Nothing was sent: type the issue’s number, 1, to send it to everybody.',
  });
});

test('what is wrong in a YAML file is shown in the head, and the desk goes on with what it last said', async () => {
  const { files, get } = await openDesk();
  const good = (await files.read('newsletter.yaml')) as string;
  await files.write('newsletter.yaml', `${good}\nnonsense: true\n`);
  const { status, body } = await get('/part/head');
  expect(status).toBe(200);
  expect(body).toContain('nonsense');
  await files.write('newsletter.yaml', good);
  expect((await get('/part/head')).body).not.toContain('nonsense');
});

test('an issue that can’t be read is told of, and shown again when it is mended', async () => {
  const { files, get } = await openDesk();
  const good = (await files.read(ISSUE)) as string;
  await files.write(ISSUE, good.replace('number: 1', 'number: <b>one</b>'));
  const broken = await get('/');
  expect(broken.status).toBe(409);
  expect(broken.body).toContain('issue.md');
  expect(broken.body).not.toContain('<b>');
  await files.write(ISSUE, good);
  expect((await get('/')).status).toBe(200);
});

test('the desk of an issue that is not there, or on a port that is taken, does not start', async () => {
  const { desk, world } = await openDesk();
  const { startDesk } = await import('../../src/review/server.ts');
  const { loadWorkspace } = await import('../../src/actions/workspace.ts');
  const workspace = await loadWorkspace(world.files);
  await expect(startDesk(world, workspace, 77, { port: 0 })).rejects.toThrow('issues/077/issue.md not found');
  await expect(startDesk(world, workspace, 1, { port: desk.port })).rejects.toThrow(`port ${desk.port} is taken`);
});

test('closing takes the port and the file of its presence away', async () => {
  const { desk, files } = await openDesk();
  const present = async () => (await files.list('.pullquote/desk')).filter((name) => name.startsWith('open-'));
  expect(await present()).toHaveLength(1);
  await desk.close();
  expect(await present()).toEqual([]);
  await expect(askPort(desk.port, '/')).rejects.toThrow('ECONNREFUSED');
});
