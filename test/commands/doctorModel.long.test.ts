import { afterEach, describe, expect, it } from 'vitest';
import { NEWSLETTER, pullquote, workspace } from '../support/cli.ts';
import { type ModelReply, type ModelServer, startModelServer } from '../support/model-server.ts';
import { SERVICES, type Service, serve } from '../support/services.ts';

interface Finding {
  what: string;
  ok: boolean;
  detail: string;
  mend?: string;
}
const KEY = 'sk-planted-0123456789';
const PRICE = 'price: { input: 1, output: 1 }';

let model: ModelServer | undefined;
afterEach(async () => {
  await model?.close();
  model = undefined;
});

/** A workspace whose model is at this address, with every key that a service may want. */
function folder(name: string, url: string, more = ''): string {
  return workspace({
    'sources.yaml': '- { kind: feed, url: "https://lab.test/feed.xml" }\n',
    'newsletter.yaml': `${NEWSLETTER}model: { name: ${name}, url: "${url}"${more ? `, ${more}` : ''} }\n`,
  });
}
const keysFor = (host: string): Record<string, string> => ({
  PULLQUOTE_ALLOW: host,
  ...Object.fromEntries(
    Object.values(SERVICES).flatMap(({ keyName }): [string, string][] => (keyName ? [[keyName, KEY]] : [])),
  ),
});
async function tried(name: string, answer: Parameters<typeof startModelServer>[0], more = '') {
  model = await startModelServer(answer);
  const ran = await pullquote(['-C', folder(name, model.url, more), 'doctor', '--model', '--json'], {
    env: keysFor(model.host),
  });
  expect(ran.stdout + ran.stderr).not.toContain(KEY);
  const findings = JSON.parse(ran.stdout) as Finding[];
  const of = (what: string) => findings.find((one) => one.what === what);
  return { ...ran, findings, of };
}

describe.each(Object.entries(SERVICES))('doctor --model with %s', (preset, service) => {
  it('says what works', async () => {
    const { code, of, findings } = await tried(service.name, (call) => serve(service, call, '{"ok": true}'), PRICE);
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(code).toBe(0);
    expect(model?.calls).toHaveLength(1);
    expect(model?.calls[0]?.headers.authorization).toBe(service.keyName ? `Bearer ${KEY}` : undefined);
    expect(findings.map(({ detail }) => detail).join()).toContain(`${service.name} at ${model?.url} answers`);
    expect(of('model JSON')?.detail).toBe(
      preset === 'together' ? 'gives JSON when the prompt says so' : 'gives JSON, in JSON mode',
    );
    expect(of('model thinking')?.detail).toContain(service.thinking);
    expect(of('model usage')?.detail).toContain('40 tokens in, 30 out');
    expect(of('model cache')?.detail).toMatch(service.tellsCached ? /^says/ : /^does not say/);
    expect(of('model price')?.detail).toMatch(/15 blocks takes about \$0\.0\d+, at the price in newsletter\.yaml/);
  });
});

describe('doctor --model says whether the price is known', () => {
  it.each(['deepseek', 'openrouter'])('%s', async (preset) => {
    const service = SERVICES[preset] as Service;
    const { code, of } = await tried(service.name, (call) => serve(service, call, '{"ok": true}'));
    expect(of('model price')?.ok).toBe(service.priceKnown);
    expect(code).toBe(service.priceKnown ? 0 : 1);
    if (!service.priceKnown) expect(of('model price')?.mend).toContain('price:');
  });
});

describe('doctor --model says what is wrong, and what mends it', () => {
  const DEEPSEEK = 'deepseek/deepseek-flash';
  it.each<[string, ModelReply, what: string, detail: string, mend: string]>([
    ['a refused key', { status: 401, error: `bad ${KEY}` }, 'model key', 'DEEPSEEK_API_KEY', 'DEEPSEEK_API_KEY=…'],
    ['no credit', { status: 402, error: 'Insufficient Balance' }, 'model key', 'Insufficient', 'add credit'],
    ['no credit in a 200', { raw: '{"error":{"code":402,"message":"pay"}}' }, 'model key', 'pay', 'add credit'],
    ['a refused account', { status: 403, error: `${KEY} is moderated` }, 'model key', 'is moderated', 'account'],
    ['an unknown model', { status: 404, error: 'no such model' }, 'model answer', 'deepseek-flash', 'calls the model'],
    ['too many calls', { status: 429, headers: { 'retry-after': '600' } }, 'model answer', '10 minutes', 'later'],
    ['a server’s fault', { status: 500 }, 'model answer', '(500)', 'their side'],
    ['a refused request', { status: 400, error: 'bad' }, 'model answer', '(400)', 'docs/models.md'],
    ['a page', { raw: '<p>Hi', headers: { 'content-type': 'text/html' } }, 'model answer', 'a page', '/v1'],
    ['prose', { content: 'Certainly! I can.' }, 'model JSON', 'Certainly', 'larger model'],
    ['other JSON', { json: { no: 1 } }, 'model JSON', 'other JSON', 'larger model'],
    ['endless thinking', { content: '<think>and so on' }, 'model thinking', 'cut off', 'maxTokens'],
    ['nothing', { content: '   ' }, 'model answer', 'nothing', 'again'],
    ['a cut body', { cut: true }, 'model answer', 'broke off', 'again'],
  ])('%s', async (_name, reply, what, detail, mend) => {
    const { code, findings } = await tried(DEEPSEEK, () => reply);
    expect(code).toBe(1);
    const wrong = findings.filter(({ ok }) => !ok);
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toMatchObject({ what, detail: expect.stringContaining(detail) });
    expect(wrong[0]?.mend).toContain(mend);
    expect(model?.calls).toHaveLength(1);
  });

  it('options that it refuses are left out at a second try', async () => {
    const { code, of } = await tried(DEEPSEEK, ({ body }) =>
      body.response_format ? { status: 400, error: 'response_format is unknown' } : { json: { ok: true } },
    );
    expect(code).toBe(0);
    expect(of('model JSON')?.detail).toContain('it refused JSON mode');
    expect(model?.calls).toHaveLength(2);
  });

  it('usage that is not told is no fault', async () => {
    const { code, of } = await tried(DEEPSEEK, () => ({ json: { ok: true }, usage: null }));
    expect(code).toBe(0);
    expect(of('model usage')?.detail).toContain('does not say');
    expect(of('model thinking')?.detail).toBe('none arrived');
  });

  it('a key that is not set, a server that is not there, one that is not allowed, a model that is none', async () => {
    model = await startModelServer(() => ({}));
    const { url, host } = model;
    await model.close();
    const run = async (dir: string, args: string[], env: Record<string, string>) => {
      const ran = await pullquote(['-C', dir, 'doctor', ...args, '--json'], { env });
      return { code: ran.code, wrong: (JSON.parse(ran.stdout) as Finding[]).filter(({ ok }) => !ok) };
    };
    const dir = folder(DEEPSEEK, url);
    const keyless = await run(dir, ['--model'], {});
    expect(keyless).toMatchObject({
      code: 1,
      wrong: [{ what: 'model key', mend: 'put DEEPSEEK_API_KEY=… into .env' }],
    });
    const absent = await run(dir, ['--model'], { DEEPSEEK_API_KEY: KEY, PULLQUOTE_ALLOW: host });
    expect(absent).toMatchObject({
      code: 1,
      wrong: [{ what: 'model answer', mend: expect.stringContaining('server runs') }],
    });
    const shut = await run(dir, ['--model'], { DEEPSEEK_API_KEY: KEY });
    expect(shut).toMatchObject({ code: 1, wrong: [{ detail: expect.stringContaining(`PULLQUOTE_ALLOW=${host}`) }] });
    const other = await run(dir, ['--model', 'groq/openai/gpt-oss-20b'], {});
    expect(other).toMatchObject({ code: 1, wrong: [{ mend: 'put GROQ_API_KEY=… into .env' }] });
    const odd = await pullquote(['-C', dir, 'doctor', '--model', 'nonsense']);
    expect(odd).toMatchObject({ code: 2, stderr: expect.stringContaining('nonsense') });
    const unknown = await run(dir, ['--model', 'nosuch/model'], {});
    expect(unknown).toMatchObject({ code: 1, wrong: [{ detail: expect.stringContaining('Known presets: deepseek') }] });
    const without = await run(
      workspace({
        'sources.yaml': '- { kind: feed, url: "https://lab.test/feed.xml" }\n',
        'newsletter.yaml': `${NEWSLETTER}model: none\n`,
      }),
      ['--model'],
      {},
    );
    expect(without).toEqual({ code: 0, wrong: [] });
  });

  it('people read it as lines; with --quiet what is wrong alone; nothing is stored', async () => {
    model = await startModelServer((_call, n) => (n === 0 ? { json: { ok: true } } : { status: 402 }));
    const dir = folder(DEEPSEEK, model.url);
    const env = keysFor(model.host);
    const good = await pullquote(['-C', dir, 'doctor', '--model'], { env });
    expect(good.stdout).toMatch(/^ok +model JSON +gives JSON, in JSON mode$/m);
    const bad = await pullquote(['-C', dir, 'doctor', '--model', '--quiet'], { env });
    expect(bad).toMatchObject({ code: 1, stdout: '' });
    expect(bad.stderr).toMatch(/^WRONG +model key .*no credit left.* → add credit/m);
    expect(model.calls).toHaveLength(2);
    const untried = await pullquote(['-C', dir, 'doctor'], { env });
    expect(untried.code).toBe(0);
    expect(model.calls).toHaveLength(2);
  });
});
