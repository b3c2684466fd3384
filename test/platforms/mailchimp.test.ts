import { describe, expect, it } from 'vitest';
import { mailchimpPlatform } from '../../src/platforms/mailchimp.ts';
import type { FetchRequest } from '../../src/types.ts';
import { NOON } from '../support/door.ts';
import { describeLife } from '../support/platforms/life.ts';
import { MAILCHIMP } from '../support/platforms/mailchimp.ts';
import { packFor, refusalOf, stage, writesTo } from '../support/platforms/stage.ts';

const start = (settings: Record<string, unknown> = {}) => stage(MAILCHIMP, mailchimpPlatform, { settings });

describeLife(MAILCHIMP, mailchimpPlatform);

describe('mailchimp', () => {
  it('makes a draft of the campaign and its content, with the title for a key', async () => {
    const { platform, server } = await start({ segment: 55 });
    const pack = packFor(platform, { subject: 'All *|FNAME|* and more' });
    const { id, where } = await platform.createDraft(pack);
    expect(where).toBe('https://us21.admin.mailchimp.com/campaigns/edit?id=7001');
    expect(writesTo(server).map(({ method, path, body }) => [method, path, body])).toEqual([
      [
        'POST',
        '/3.0/campaigns',
        {
          type: 'regular',
          recipients: { list_id: 'a1b2c3d4e5', segment_opts: { saved_segment_id: 55 } },
          settings: {
            subject_line: 'All *\u2060|FNAME|* and more',
            preview_text: 'Three teams show their bills',
            title: 'weekly-digest-089',
            from_name: 'Weekly Digest',
            reply_to: 'digest@example.com',
          },
        },
      ],
      ['PUT', `/3.0/campaigns/${id}/content`, { html: pack.html, plain_text: pack.text }],
    ]);
  });

  it('finds a campaign whose content got lost on the way, will not send it, and fills it', async () => {
    const { platform, server } = await start();
    const pack = packFor(platform);
    server.faults.push({ on: 'PUT /3.0/campaigns/:id/content', how: 'cut' });
    expect((await refusalOf(platform.createDraft(pack))).message).toMatch(/Nobody knows/);
    const half = await platform.find(pack);
    expect(half).toMatchObject({ status: 'draft' });
    const later = await refusalOf(platform.schedule(half?.id ?? '', '2026-11-25T09:30:00.000Z'));
    expect(later.message).toMatch(/not ready to go out/);
    const told = await refusalOf(platform.send(half?.id ?? ''));
    expect(told).toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(/Content: You must add your email content/),
    });
    expect(server.campaigns.get(half?.id ?? '')?.sends).toBe(0);
    await platform.update(half?.id ?? '', pack);
    expect(server.campaigns.size).toBe(1);
    expect((await platform.send(half?.id ?? '')).status).toBe('sending');
  });

  it('asks its question after a write with no answer of its own, and leaves that open where there is none', async () => {
    const { platform, server } = await start();
    const { id } = await platform.createDraft(packFor(platform));
    server.faults.push({ on: 'GET /3.0/campaigns/:id', how: 'cut', times: 9 });
    expect((await refusalOf(platform.send(id))).message).toMatch(/Nobody knows whether it was done/);
    expect((await refusalOf(platform.status(id))).message).toMatch(/Nothing was changed\. Try again later/);
  });

  it('schedules at quarter hours, and names the nearest', async () => {
    const { platform, server } = await start();
    const { id } = await platform.createDraft(packFor(platform));
    const before = server.log.length;
    const told = await refusalOf(platform.schedule(id, '2026-11-25T09:20:00.000Z'));
    expect(told.message).toMatch(/say 2026-11-25T09:15:00\.000Z or 2026-11-25T09:30:00\.000Z/);
    expect(server.log).toHaveLength(before);
    expect(await platform.schedule(id, '2026-11-25T10:30:00+01:00')).toMatchObject({ at: '2026-11-25T09:30:00.000Z' });
  });

  it('is not made without an unsubscribe tag', async () => {
    const { platform, server } = await start();
    const told = await refusalOf(platform.createDraft(packFor(platform, { html: '<p>No way out</p>' })));
    expect(told.message).toMatch(/needs \*\|UNSUB\|\*/);
    expect(server.log).toEqual([]);
  });

  it('looks on where there is more than a page', async () => {
    const { platform, server } = await start();
    const ours = await platform.createDraft(packFor(platform));
    for (let n = 2; n <= 250; n++) {
      const fields = { settings: { title: `weekly-digest-${n + 1_000}` } };
      server.campaigns.set(`c${n}`, { id: `c${n}`, status: 'sent', fields, sends: 1, tests: [] });
    }
    expect(await platform.find(packFor(platform))).toEqual(ours);
    const before = server.log.length;
    expect(await platform.find(packFor(platform, { key: 'weekly-digest-090' }))).toBeUndefined();
    expect(server.log).toHaveLength(before + 3);
  });

  it('names an audience that is not there', async () => {
    const { platform } = await start({ list: 'gone' });
    expect((await refusalOf(platform.probe())).message).toMatch(/check the ids of platforms\.mailchimp/);
    const told = await refusalOf(platform.createDraft(packFor(platform)));
    expect(told.message).toMatch(/recipients\.list_id: List does not exist/);
  });

  it('takes a schedule that was taken back for a draft, and a cancelled one for neither', async () => {
    const { platform, server } = await start();
    const { id } = await platform.createDraft(packFor(platform));
    for (const [word, status] of [
      ['paused', 'draft'],
      ['canceled', 'unknown'],
      ['sent', 'sent'],
    ] as const) {
      Object.assign(server.campaigns.get(id) ?? {}, { status: word });
      expect(await platform.status(id)).toMatchObject({ status, said: word });
    }
  });

  it('goes to the data centre that the key names', async () => {
    const asked: FetchRequest[] = [];
    const build = (key: string) =>
      mailchimpPlatform({
        fetch: async (request) => {
          asked.push(request);
          throw new Error('nobody is asked');
        },
        settings: { list: 'a1b2c3d4e5', from: 'digest@example.com' },
        secret: () => key,
        clock: () => NOON,
        newsletter: 'Weekly Digest',
      });
    await build('0123456789abcdef-us7')
      .probe()
      .catch(() => undefined);
    expect(asked[0]?.url).toMatch(
      /^https:\/\/pullquote:\$\{MAILCHIMP_API_KEY\}@us7\.api\.mailchimp\.com\/3\.0\/lists\//,
    );
    for (const odd of ['0123456789abcdef', 'x-us7.evil.example/', 'x-us7\n'])
      expect((await refusalOf(build(odd).probe())).message).toMatch(/does not end in a data centre/);
    expect(asked).toHaveLength(1);
  });
});
