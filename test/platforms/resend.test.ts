import { describe, expect, it } from 'vitest';
import { resendPlatform } from '../../src/platforms/resend.ts';
import { describeLife } from '../support/platforms/life.ts';
import { RESEND } from '../support/platforms/resend.ts';
import { packFor, refusalOf, stage, writesTo } from '../support/platforms/stage.ts';

const start = (settings: Record<string, unknown> = {}) => stage(RESEND, resendPlatform, { settings });

describeLife(RESEND, resendPlatform);

describe('resend', () => {
  it('makes a broadcast with both parts, and never asks for it to be sent', async () => {
    const { platform, server } = await start();
    const pack = packFor(platform);
    await platform.createDraft(pack);
    expect(writesTo(server).map(({ body }) => body)).toEqual([
      {
        name: 'weekly-digest-089',
        subject: 'What a token costs',
        preview_text: 'Three teams show their bills',
        html: pack.html,
        text: pack.text,
        segment_id: '78261eea-8f8b-4381-83c6-79fa7120f1cf',
        from: 'Weekly Digest <mz@digest.example>',
        reply_to: ['mz@example.com'],
      },
    ]);
  });

  it('leaves the reply address out where there is none', async () => {
    const { platform, server } = await start({ replyTo: undefined });
    await platform.createDraft(packFor(platform));
    expect(writesTo(server)[0]?.body).not.toHaveProperty('reply_to');
  });

  it('tests with a single email that says so, in which no tag is left', async () => {
    const { platform, server } = await start();
    const pack = packFor(platform);
    const { id } = await platform.createDraft(pack);
    await platform.test(id, pack, ['mz@example.com']);
    await platform.test(id, { ...pack, subject: '[Test] What a token costs' }, ['ed@example.com']);
    const singles = server.log.filter(({ path }) => path === '/emails').map(({ body }) => body);
    expect(singles).toMatchObject([
      { subject: '[Test] What a token costs', to: ['mz@example.com'] },
      { subject: '[Test] What a token costs', to: ['ed@example.com'] },
    ]);
    expect(JSON.stringify(singles)).not.toContain('RESEND_UNSUBSCRIBE_URL');
  });

  it('tells one that waits for its time from one that is on its way', async () => {
    const { platform, server } = await start();
    const { id } = await platform.createDraft(packFor(platform));
    const campaign = server.campaigns.get(id);
    for (const [word, due, status] of [
      ['queued', '2026-11-25T09:30:00Z', 'scheduled'],
      ['queued', '2026-11-22T11:00:00Z', 'sending'],
      ['scheduled', '2026-11-25T09:30:00Z', 'scheduled'],
      ['queued', null, 'sending'],
      ['canceled', null, 'unknown'],
      ['sent', null, 'sent'],
    ] as const) {
      Object.assign(campaign ?? {}, { status: word });
      Object.assign(campaign?.fields ?? {}, { scheduled_at: due });
      expect(await platform.status(id)).toMatchObject({ status, said: word });
    }
  });

  it('says which setting is wrong', async () => {
    const domain = await start({ from: 'mz@elsewhere.example' });
    const told = await refusalOf(domain.platform.createDraft(packFor(domain.platform)));
    expect(told).toMatchObject({ exitCode: 4, message: expect.stringMatching(/Verify the domain of from at/) });
    const segment = await start({ segment: '00000000-0000-4000-8000-000000000000' });
    expect((await refusalOf(segment.platform.probe())).message).toMatch(/Segment not found\. .*platforms\.resend/);
  });

  it('asks the platform what it made, and leaves that open where it does not say', async () => {
    const { platform, server } = await start();
    server.faults.push({ on: 'GET /broadcasts/:id', how: 'cut', times: 2 });
    const told = await refusalOf(platform.createDraft(packFor(platform)));
    expect(told.message).toMatch(/Nobody knows whether it was done/);
    expect(await platform.find(packFor(platform))).toMatchObject({ status: 'draft' });
  });
});
