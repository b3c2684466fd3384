import { describe, expect, it } from 'vitest';
import { freshlySick, type News, notify } from '../../src/actions/notify.ts';
import type { Workspace } from '../../src/actions/workspace.ts';
import { UserError } from '../../src/errors.ts';
import type { FetchRequest, Mail, Newsletter } from '../../src/types.ts';
import { newsletter } from '../render/inputs.ts';
import { openDoor, serve } from '../support/door.ts';
import { source } from '../support/items.ts';
import { reply } from '../support/servers.ts';
import { crawlWorld, given } from '../support/world.ts';

const READY: News = { kind: 'draft-ready', title: 'The Price Letter: issue 7 is drafted', text: 'Read it.', number: 7 };
const HOSTILE: News = {
  kind: 'source-sick',
  title: 'A <b>feed</b> @everyone',
  text: `evil [click](https://evil.test) <!channel> \u202e &\nsecond\n${'x'.repeat(9000)}`,
};

async function told(
  news: News,
  own: Newsletter['notify'],
  o: { mail?: (mail: Mail) => Promise<void>; status?: number } = {},
) {
  const asked: FetchRequest[] = [];
  const mails: Mail[] = [];
  const world = await crawlWorld(
    async (request) => {
      asked.push(request);
      return given(request, 'no_text', { status: o.status ?? 200 });
    },
    { mail: o.mail ?? (async (mail: Mail) => void mails.push(mail)) },
  );
  await world.files.write(
    'issues/007/issue.md',
    '---\nnumber: 7\ndate: 2026-11-22\nstatus: draft\n---\n\nHi.\n\n* * *\n\n## Bills\n\nA token costs.\n',
  );
  const workspace = { newsletter: newsletter({ name: 'The Price Letter', notify: own }) } as Workspace;
  const warnings = await notify(world, workspace, news);
  return { warnings, mails, asked, bodies: asked.map(({ body = '' }) => JSON.parse(body)) };
}

describe('a mail', () => {
  it('of a draft holds the draft, and says what to do before it', async () => {
    const { mails, warnings } = await told(READY, { email: 'mz@example.com' });
    expect(warnings).toEqual([]);
    expect(mails).toMatchObject([{ to: ['mz@example.com'], subject: 'The Price Letter: issue 7 is drafted' }]);
    expect(mails[0]?.html).toMatch(/<body[^>]*><div[^>]*><p><b>The Price Letter: issue 7 is drafted[\s\S]*Bills/);
    expect(mails[0]?.html).not.toContain('{{');
    expect(mails[0]?.text).toMatch(/^The Price Letter: issue 7 is drafted\nRead it\.[\s\S]*A token costs/);
  });

  it('has what pages said escaped and bounded', async () => {
    const { mails } = await told(HOSTILE, { email: 'mz@example.com' });
    expect(mails[0]?.html).toContain('&lt;b&gt;feed&lt;/b&gt;');
    expect(mails[0]?.html).not.toMatch(/<b>feed|\u202e/);
    expect(mails[0]?.text.length).toBeLessThan(2_000);
  });

  it('that cannot be sent is a warning, and the webhook is told all the same', async () => {
    const fail = async () => {
      throw new UserError('the mail server did not take the mail', 4);
    };
    const both = await told(READY, { email: 'mz@example.com', webhook: 'https://hook.test/x' }, { mail: fail });
    expect(both.warnings).toEqual(['no notice by mail to mz@example.com: the mail server did not take the mail']);
    expect(both.asked).toHaveLength(1);
  });
});

describe('a webhook', () => {
  it('of Slack gets text alone, with its three escapes', async () => {
    const { bodies, asked } = await told(HOSTILE, { webhook: 'https://hooks.slack.com/services/T/B/x' });
    expect(Object.keys(bodies[0])).toEqual(['text']);
    expect(bodies[0].text).toContain('&lt;!channel&gt;');
    expect(bodies[0].text).not.toContain('<');
    expect(asked[0]).toMatchObject({ method: 'POST', from: 'operator', retries: 0 });
  });

  it('of Discord gets content that makes no link and calls nobody', async () => {
    const { bodies } = await told(HOSTILE, { webhook: 'https://discord.com/api/webhooks/1/x' });
    expect(bodies[0]).toMatchObject({ allowed_mentions: { parse: [] } });
    expect(bodies[0].content).toContain('\\[click\\](https');
    expect(bodies[0].content.length).toBeLessThanOrEqual(2_000);
  });

  it('of anybody else gets both, and the fields', async () => {
    const { bodies } = await told(READY, { webhook: 'https://hook.test/x' });
    expect(bodies[0]).toEqual({
      text: 'The Price Letter: issue 7 is drafted\nRead it.',
      content: 'The Price Letter: issue 7 is drafted\nRead it.',
      event: 'draft-ready',
      newsletter: 'The Price Letter',
      title: 'The Price Letter: issue 7 is drafted',
      details: ['Read it.'],
      issue: 7,
    });
  });

  it('that refuses is a warning that says what to look at', async () => {
    const { warnings } = await told(READY, { webhook: 'https://hook.test/x' }, { status: 403 });
    expect(warnings).toEqual([
      'no notice by webhook: it answered 403: no_text; check notify.webhook in newsletter.yaml',
    ]);
  });

  it('that is a secret as a whole is filled in by the door, chosen by its host, and never shown', async () => {
    const server = await serve((_, response) => reply(response, 404, 'nothing at /planted-webhook-path'));
    const secret = `${server.url}/planted-webhook-path`;
    const { fetch } = openDoor({ allow: [server.host], secrets: { HOOK: secret } });
    const world = await crawlWorld(fetch, { hostOf: () => 'hooks.slack.com' });
    const workspace = { newsletter: newsletter({ notify: { webhook: '${HOOK}' } }) } as Workspace;
    const [warning = ''] = await notify(world, workspace, READY);
    expect(server.hits).toMatchObject([{ path: '/planted-webhook-path', method: 'POST' }]);
    expect(Object.keys(JSON.parse(server.hits[0]?.body ?? ''))).toEqual(['text']);
    expect(warning).toContain('answered 404');
    expect(warning).not.toContain(secret);
  });
});

it('nobody is told where notify: names nobody', async () => {
  expect(await told(READY, {})).toMatchObject({ warnings: [], mails: [], asked: [] });
});

it('a source is told of when it falls sick, and not again while it stays so', async () => {
  const world = await crawlWorld(async (request) => given(request, ''));
  const workspace = { sources: [source({ id: 'a', name: 'A' }), source({ id: 'b', name: 'B' })] } as Workspace;
  const fail = (sourceId: string, failuresInARow: number) =>
    world.store.saveHealth({ sourceId, failuresInARow, lastTriedAt: '2026-11-22T12:00:00.000Z', lastError: 'gone' });
  await fail('a', 3);
  await fail('b', 2);
  await fail('not-in-sources-yaml', 3);
  expect((await freshlySick(world, workspace)).map(({ name }) => name)).toEqual(['A']);
  await fail('a', 4);
  expect(await freshlySick(world, workspace)).toEqual([]);
});
