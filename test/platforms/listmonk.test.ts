import { describe, expect, it } from 'vitest';
import { listmonkPlatform } from '../../src/platforms/listmonk.ts';
import { describeLife } from '../support/platforms/life.ts';
import { listmonk } from '../support/platforms/listmonk.ts';
import { packFor, refusalOf, stage, writesTo } from '../support/platforms/stage.ts';

describeLife(listmonk(), listmonkPlatform);

const AT = '2026-11-25T09:30:00.000Z';

describe('a campaign of listmonk', () => {
  it('has both parts, the key for a tag, and what the settings say', async () => {
    const settings = { lists: [3, 4], template: 1, from: 'The Tap <tap@example.com>' };
    const { platform, server } = await stage(listmonk(), listmonkPlatform, { settings });
    const pack = packFor(platform);
    const { id } = await platform.createDraft(pack);
    expect(server.campaigns.get(id)?.fields).toEqual({
      name: 'Weekly Digest 89',
      subject: pack.subject,
      lists: [3, 4],
      type: 'regular',
      content_type: 'html',
      body: pack.html,
      altbody: pack.text,
      messenger: 'email',
      tags: [pack.key],
      template_id: 1,
      from_email: 'The Tap <tap@example.com>',
    });
    expect(pack.text).toContain('{{ UnsubscribeURL }}');
  });

  it('has a subject that no template engine takes for one', async () => {
    const { platform, server } = await stage(listmonk(), listmonkPlatform);
    const { id } = await platform.createDraft(
      packFor(platform, { subject: 'Why {{ .Subscriber.Email }} and {% x %} stay' }),
    );
    expect(server.campaigns.get(id)?.fields.subject).toBe('Why {\u2060{ .Subscriber.Email }} and {\u2060% x %} stay');
  });

  it('is found on an old server that gives every campaign, beyond the first page', async () => {
    const { platform, server } = await stage(listmonk({ knowsTag: false }), listmonkPlatform);
    const made = await platform.createDraft(packFor(platform));
    for (let n = 1; n <= 130; n++) await platform.createDraft(packFor(platform, { key: `other-${n}` }));
    const before = server.log.length;
    expect(await platform.find(packFor(platform))).toEqual(made);
    expect(server.log.slice(before)).toHaveLength(2);
    expect(await platform.find(packFor(platform, { key: 'missing' }))).toBeUndefined();
  });

  it('keeps everything that it holds when it is scheduled, a subject of the editor’s too', async () => {
    const { platform, server } = await stage(listmonk(), listmonkPlatform);
    const { id } = await platform.createDraft(packFor(platform));
    const campaign = server.campaigns.get(id);
    Object.assign(campaign?.fields ?? {}, { subject: 'Changed there', media: [9], from_email: 'Me <me@example.com>' });
    const before = structuredClone(campaign?.fields);
    await platform.schedule(id, AT);
    expect(campaign?.fields).toEqual({ ...before, template_id: 1, send_at: AT });
  });

  it('is not scheduled for a time that is over', async () => {
    const { platform, server } = await stage(listmonk(), listmonkPlatform);
    const { id } = await platform.createDraft(packFor(platform));
    expect((await refusalOf(platform.schedule(id, '2026-11-22T12:00:00.000Z'))).message).toContain(
      'does not lie ahead',
    );
    expect(writesTo(server)).toHaveLength(1);
  });

  it('a scheduling that was cut between its two requests can be done again', async () => {
    const { platform, server } = await stage(listmonk(), listmonkPlatform);
    const { id } = await platform.createDraft(packFor(platform));
    server.faults.push({ on: 'PUT /api/campaigns/:id/status', how: 'cut' });
    await refusalOf(platform.schedule(id, AT));
    expect(await platform.status(id)).toMatchObject({ status: 'draft' });
    expect(await platform.schedule(id, AT)).toMatchObject({ status: 'scheduled', at: AT });
    expect(server.campaigns.get(id)?.sends).toBe(1);
  });

  it('goes as a test marked so, once, to those who are subscribers', async () => {
    const { platform, server } = await stage(listmonk(), listmonkPlatform);
    const pack = packFor(platform);
    const { id } = await platform.createDraft(pack);
    await platform.test(id, pack, ['mz@example.com']);
    await platform.test(id, { ...pack, subject: '[Test] Again' }, ['mz@example.com']);
    const subjects = server.log
      .filter(({ path }) => path.endsWith('/test'))
      .map(({ body }) => (body as { subject: string }).subject);
    expect(subjects).toEqual([`[Test] ${pack.subject}`, '[Test] Again']);
    expect(server.campaigns.get(id)?.fields.subject).toBe(pack.subject);
    const told = await refusalOf(platform.test(id, pack, ['stranger@example.com']));
    expect(told).toMatchObject({ exitCode: 4, message: expect.stringContaining('No subscribers found') });
  });

  it.each([
    ['draft', 'draft'],
    ['scheduled', 'scheduled'],
    ['running', 'sending'],
    ['paused', 'sending'],
    ['finished', 'sent'],
    ['cancelled', 'unknown'],
    ['archived-by-a-later-version', 'unknown'],
  ])('that is %s there is %s', async (said, status) => {
    const { platform, server } = await stage(listmonk(), listmonkPlatform);
    const { id } = await platform.createDraft(packFor(platform));
    const campaign = server.campaigns.get(id);
    if (campaign) campaign.status = said;
    expect(await platform.status(id)).toMatchObject({ status, said });
  });

  it('an answer without an id is none', async () => {
    const { platform, server } = await stage(listmonk(), listmonkPlatform);
    server.campaigns.set('7', { id: 'none', status: 'draft', fields: { lists: [], tags: [] }, sends: 0, tests: [] });
    expect((await refusalOf(platform.status('7'))).message).toContain('its answer is not as documented (data.id)');
  });
});

describe('the set-up of listmonk', () => {
  it('names lists and template', async () => {
    const { platform } = await stage(listmonk(), listmonkPlatform, { settings: { lists: [4, 3] } });
    expect(await platform.probe()).toMatch(/^http:\/\/127\.0\.0\.1:\d+, to “Friends”, “Readers”\. Template “Bare”$/);
  });

  it('says that a template frames the email twice, and how to make one that does not', async () => {
    const body = '<html><body><h1>Hi</h1>{{ template "content" . }}</body></html>';
    const { platform } = await stage(
      listmonk({ templates: [{ id: 1, name: 'Default', is_default: true, body }] }),
      listmonkPlatform,
    );
    expect(await platform.probe()).toContain(
      'Template “Default” frames the email once more: make a template that holds {{ template "content" . }} alone',
    );
  });

  it.each([
    [{ lists: [3, 9] }, /there is no list 9\. Lists: 3 “Readers”, 4 “Friends”/],
    [{ template: 8 }, /there is no template 8/],
  ])('%j: says what is not there', async (settings, told) => {
    const { platform } = await stage(listmonk(), listmonkPlatform, { settings });
    expect(await refusalOf(platform.probe())).toMatchObject({ exitCode: 4, message: expect.stringMatching(told) });
  });

  it('an address with a slash or /api at its end is the same server', async () => {
    for (const tail of ['/', '/api', '/api/']) {
      const usual = listmonk();
      const { platform } = await stage(
        { ...usual, settings: (url) => ({ ...usual.settings(url), url: `${url}${tail}` }) },
        listmonkPlatform,
      );
      expect(await platform.probe()).toContain('“Readers”');
    }
  });
});
