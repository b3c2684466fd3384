import { describe, expect, it } from 'vitest';
import { buttondownPlatform } from '../../src/platforms/buttondown.ts';
import { BUTTONDOWN } from '../support/platforms/buttondown.ts';
import { describeLife } from '../support/platforms/life.ts';
import { packFor, refusalOf, stage, writesTo } from '../support/platforms/stage.ts';

const start = (settings: Record<string, unknown> = {}) => stage(BUTTONDOWN, buttondownPlatform, { settings });
const LIVE = 'x-buttondown-live-dangerously';

describeLife(BUTTONDOWN, buttondownPlatform);

describe('buttondown', () => {
  it('says draft in so many words, since its default is to send', async () => {
    const { platform, server } = await start();
    await platform.createDraft(packFor(platform));
    const [create, template] = writesTo(server);
    expect(create).toMatchObject({ method: 'POST', path: '/v1/emails' });
    expect(create?.body).toEqual({
      subject: 'What a token costs',
      description: 'Three teams show their bills',
      body: `<!-- buttondown-editor-mode: fancy -->${packFor(platform).html}`,
      slug: 'weekly-digest-089',
      secondary_id: 89,
      metadata: { key: 'weekly-digest-089' },
      status: 'draft',
    });
    expect(template).toMatchObject({ method: 'PATCH', body: { template: 'naked' } });
  });

  it('sends Markdown where a template of Buttondown designs the mail', async () => {
    const { platform, server } = await start({ template: 'modern' });
    const markdown = 'A template says {{ subscriber.email }} and {% if x %}.\n';
    const { id } = await platform.createDraft(packFor(platform, { markdown }));
    const { body, template } = server.campaigns.get(id)?.fields ?? {};
    expect(template).toBe('modern');
    expect(body).toMatch(/^<!-- buttondown-editor-mode: plaintext -->A template says/);
    expect(body).not.toMatch(/\{\{|\{%/);
  });

  it('sends the live header with what sends, and with nothing else', async () => {
    const { platform, server } = await start();
    const pack = packFor(platform);
    const { id } = await platform.createDraft(pack);
    await platform.update(id, pack);
    await platform.test(id, pack, ['mz@example.com']);
    await platform.send(id);
    const live = server.log.filter(({ headers }) => headers[LIVE]);
    expect(live.map(({ method, path }) => `${method} ${path}`)).toEqual([`POST /v1/emails/${id}/publish`]);
  });

  it('reports an email that the platform sends at once, and leaves it alone', async () => {
    const { platform, server } = await start();
    const pack = packFor(platform);
    const { id } = await platform.createDraft(pack);
    for (const [word, status] of [
      ['about_to_send', 'sending'],
      ['in_flight', 'sending'],
      ['sent', 'sent'],
      ['paused', 'unknown'],
    ] as const) {
      Object.assign(server.campaigns.get(id) ?? {}, { status: word });
      expect(await platform.status(id)).toMatchObject({ status, said: word });
    }
  });

  it('takes a deleted email for none', async () => {
    const { platform, server } = await start();
    const pack = packFor(platform);
    const { id } = await platform.createDraft(pack);
    Object.assign(server.campaigns.get(id) ?? {}, { status: 'deleted' });
    expect(await platform.status(id)).toBeUndefined();
    expect(await platform.find(pack)).toBeUndefined();
  });

  it('finds its own email although the slug was taken, and not the email that took it', async () => {
    const { platform, server } = await start();
    const pack = packFor(platform);
    const taken = await platform.createDraft({ ...pack, key: 'weekly-digest-089', subject: 'By hand' });
    Object.assign(server.campaigns.get(taken.id)?.fields ?? {}, { metadata: { key: 'another' } });
    expect(await platform.find(pack)).toBeUndefined();
    const ours = await platform.createDraft(pack);
    expect(server.campaigns.get(ours.id)?.fields.slug).toBe('weekly-digest-089-2');
    expect((await platform.find(pack))?.id).toBe(ours.id);
  });

  it('leaves it open whether it was sent where it cannot ask', async () => {
    const { platform, server } = await start();
    const { id } = await platform.createDraft(packFor(platform));
    server.faults.push({ on: 'GET /v1/emails/:id', how: 'cut', times: 2 });
    expect((await refusalOf(platform.send(id))).message).toMatch(/Nobody knows whether it was done/);
    expect(await platform.status(id)).toMatchObject({ status: 'sending' });
  });

  it('says where to send an email that the API cannot send', async () => {
    const { platform, server } = await start();
    const { id } = await platform.createDraft(packFor(platform));
    server.faults.push({ on: 'POST /v1/emails/:id/publish', how: '404' });
    const told = await refusalOf(platform.send(id));
    expect(told).toMatchObject({ exitCode: 4, message: expect.stringContaining(`buttondown.com/emails/${id}`) });
    expect(server.campaigns.get(id)?.sends).toBe(0);
  });

  it('says what the editor can do about a refusal', async () => {
    const { platform, server } = await start();
    const pack = packFor(platform);
    await platform.createDraft(pack);
    const again = await refusalOf(platform.createDraft(pack));
    expect(again).toMatchObject({ exitCode: 4, message: expect.stringMatching(/with these words is there already/) });
    const long = await refusalOf(platform.createDraft({ ...pack, subject: ' ' }));
    expect(long.message).toMatch(/subject: must not be blank/);
    server.campaigns.clear();
    const { id } = await platform.createDraft(pack);
    server.faults.push({ on: 'PATCH /v1/emails/:id', how: '429' });
    expect((await refusalOf(platform.schedule(id, '2026-11-25T09:30:00Z'))).message).toMatch(/try again/);
    expect((await platform.status(id))?.status).toBe('draft');
  });
});
