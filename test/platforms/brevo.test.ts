import { describe, expect, it } from 'vitest';
import { brevoPlatform } from '../../src/platforms/brevo.ts';
import { brevo } from '../support/platforms/brevo.ts';
import { describeLife } from '../support/platforms/life.ts';
import { packFor, refusalOf, stage, writesTo } from '../support/platforms/stage.ts';

describeLife(brevo(), brevoPlatform);

const AT = '2026-11-25T09:30:00.000Z';

describe('a campaign of Brevo', () => {
  it('has the key for a tag and what the settings say, and no time', async () => {
    const { platform, server } = await stage(brevo(), brevoPlatform);
    const pack = packFor(platform);
    const { id } = await platform.createDraft(pack);
    expect(server.campaigns.get(id)?.fields).toEqual({
      name: 'Weekly Digest 89',
      sender: { name: 'The Tap', email: 'mz@example.com' },
      subject: pack.subject,
      previewText: pack.preheader,
      htmlContent: pack.html,
      recipients: { listIds: [3] },
      tag: pack.key,
      mirrorActive: true,
    });
  });

  it('has subject and preheader that no template engine takes for one', async () => {
    const { platform, server } = await stage(brevo(), brevoPlatform);
    const { id } = await platform.createDraft(
      packFor(platform, { subject: 'A {{ contact.X }}', preheader: '{% if %}' }),
    );
    expect(server.campaigns.get(id)?.fields).toMatchObject({
      subject: 'A {\u2060{ contact.X }}',
      previewText: '{\u2060% if %}',
    });
  });

  it('is found among more than a page holds, by its tag or among its tags', async () => {
    const { platform, server } = await stage(brevo(), brevoPlatform);
    const made = await platform.createDraft(packFor(platform));
    for (let n = 1; n <= 120; n++) await platform.createDraft(packFor(platform, { key: `other-${n}` }));
    const before = server.log.length;
    expect(await platform.find(packFor(platform))).toEqual(made);
    expect(server.log.slice(before)).toHaveLength(2);
    const fields = server.campaigns.get(made.id)?.fields ?? {};
    Object.assign(fields, { tag: 'mine', tags: ['mine', packFor(platform).key] });
    expect(await platform.find(packFor(platform))).toEqual(made);
  });

  it('a look-up ends, however many campaigns an account says that it has', async () => {
    const { platform, server } = await stage(brevo(), brevoPlatform);
    for (let n = 1; n <= 2_150; n++)
      server.campaigns.set(String(n), {
        id: String(n),
        status: 'sent',
        fields: { tag: `other-${n}` },
        sends: 1,
        tests: [],
      });
    expect(await platform.find(packFor(platform))).toBeUndefined();
    expect(server.log).toHaveLength(20);
  });

  it('of which the making is known but not its state is found by the next run', async () => {
    const { platform, server } = await stage(brevo(), brevoPlatform);
    server.faults.push({ on: 'GET /v3/emailCampaigns/:id', how: '500', times: 2 });
    await refusalOf(platform.createDraft(packFor(platform)));
    expect(await platform.find(packFor(platform))).toMatchObject({ id: '1', status: 'draft' });
    expect(server.campaigns.size).toBe(1);
  });

  it('is not scheduled for a time that is over', async () => {
    const { platform, server } = await stage(brevo(), brevoPlatform);
    const { id } = await platform.createDraft(packFor(platform));
    expect((await refusalOf(platform.schedule(id, '2026-11-22T11:00:00.000Z'))).message).toContain(
      'does not lie ahead',
    );
    expect(writesTo(server)).toHaveLength(1);
  });

  it('goes to nobody as a test without an address, where Brevo would take its test list', async () => {
    const { platform, server } = await stage(brevo(), brevoPlatform);
    const { id } = await platform.createDraft(packFor(platform));
    expect((await refusalOf(platform.test(id, packFor(platform), []))).message).toContain('no address');
    expect(writesTo(server)).toHaveLength(1);
  });

  it('names those whom it sends no test', async () => {
    const { platform } = await stage(brevo(), brevoPlatform);
    const { id } = await platform.createDraft(packFor(platform));
    const told = await refusalOf(platform.test(id, packFor(platform), ['mz@example.com', 'who@example.com']));
    expect(told).toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(/add who@example\.com there, or set SMTP_URL/),
    });
  });

  it.each<[string, Record<string, string>, string]>([
    ['draft', { scheduledAt: AT }, 'draft'],
    ['queued', { scheduledAt: AT }, 'scheduled'],
    ['queued', { scheduledAt: '2026-11-22T11:59:00.000+01:00' }, 'sending'],
    ['queued', {}, 'sending'],
    ['in_review', {}, 'sending'],
    ['in_process', {}, 'sending'],
    ['sent', { sentDate: AT }, 'sent'],
    ['archive', { sentDate: AT }, 'sent'],
    ['archive', {}, 'unknown'],
    ['suspended', { scheduledAt: AT }, 'unknown'],
    ['cancelled', {}, 'unknown'],
  ])('that is %s there with %j is %s', async (said, fields, status) => {
    const { platform, server } = await stage(brevo(), brevoPlatform);
    const { id } = await platform.createDraft(packFor(platform));
    const campaign = server.campaigns.get(id);
    if (campaign) Object.assign(campaign, { status: said, fields: { ...campaign.fields, ...fields } });
    expect(await platform.status(id)).toMatchObject({ status, said });
  });

  it('is not sent without credits, and says so', async () => {
    const { platform, server } = await stage(brevo({ credits: false }), brevoPlatform);
    const { id } = await platform.createDraft(packFor(platform));
    expect(await refusalOf(platform.send(id))).toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('Buy credits'),
    });
    expect(server.campaigns.get(id)).toMatchObject({ status: 'draft', sends: 0 });
  });
});

describe('the set-up of Brevo', () => {
  it('names sender and lists, by address or by id', async () => {
    for (const sender of [{ email: 'MZ@example.com' }, { id: 5 }]) {
      const { platform } = await stage(brevo(), brevoPlatform, { settings: { sender } });
      expect(await platform.probe()).toBe('from mz@example.com, to “Readers”');
    }
  });

  it.each([
    [
      { sender: { email: 'new@example.com' } },
      /the sender new@example\.com is not confirmed yet\. Confirmed ones: 5 mz@example\.com/,
    ],
    [{ sender: { id: 9 } }, /there is no sender 9/],
    [{ lists: [3, 8] }, /there is no list 8\. Set platforms\.brevo\.lists/],
  ])('%j: says what is not there', async (settings, told) => {
    const { platform } = await stage(brevo(), brevoPlatform, { settings });
    expect(await refusalOf(platform.probe())).toMatchObject({ exitCode: 4, message: expect.stringMatching(told) });
  });
});
