import { describe, expect, it } from 'vitest';
import { kitPlatform, withinTemplate } from '../../src/platforms/kit.ts';
import { KIT } from '../support/platforms/kit.ts';
import { describeLife } from '../support/platforms/life.ts';
import { packFor, refusalOf, stage, writesTo } from '../support/platforms/stage.ts';

const start = (settings: Record<string, unknown> = {}) => stage(KIT, kitPlatform, { settings });

describeLife(KIT, kitPlatform);

describe('kit', () => {
  it('makes a draft by a time that is null, and names its key in the description', async () => {
    const { platform, server } = await start();
    await platform.createDraft(packFor(platform));
    expect(writesTo(server).map(({ body }) => body)).toEqual([
      {
        subject: 'What a token costs',
        preview_text: 'Three teams show their bills',
        description: 'weekly-digest-089',
        content: expect.stringContaining('Teams count what a token costs.'),
        public: false,
        send_at: null,
        email_template_id: 12,
        email_address: 'digest@example.com',
      },
    ]);
  });

  it('puts nothing on the web before it goes out', async () => {
    const { platform, server } = await start({ public: true });
    const pack = packFor(platform);
    const { id } = await platform.createDraft(pack);
    await platform.update(id, pack);
    expect(server.campaigns.get(id)?.fields.onTheWeb).toBeUndefined();
    await platform.schedule(id, '2026-11-25T09:30:00.000Z');
    expect(server.campaigns.get(id)?.fields).toMatchObject({
      public: true,
      published_at: '2026-11-25T09:30:00.000Z',
    });
    const quiet = await start();
    const held = await quiet.platform.createDraft(pack);
    await quiet.platform.send(held.id);
    // a time that is over when it arrives would be refused
    expect(quiet.server.campaigns.get(held.id)?.fields.send_at).toBe('2026-11-22T12:01:00.000Z');
    expect(quiet.server.campaigns.get(held.id)?.fields.onTheWeb).toBeUndefined();
  });

  it('keeps words, template and readers that the editor chose there when it schedules', async () => {
    const { platform, server } = await start();
    const { id } = await platform.createDraft(packFor(platform));
    const fields = server.campaigns.get(id)?.fields ?? {};
    const chosen = [{ all: [{ type: 'tag', ids: [4] }] }];
    Object.assign(fields, { subject: 'Changed there', email_template_id: 6, subscriber_filter: chosen });
    await platform.schedule(id, '2026-11-25T09:30:00.000Z');
    expect(server.campaigns.get(id)?.fields).toMatchObject({
      subject: 'Changed there',
      preview_text: 'Three teams show their bills',
      description: 'weekly-digest-089',
      content: fields.content,
      email_template_id: 6,
      subscriber_filter: chosen,
    });
  });

  it('takes a time that is over for sent', async () => {
    const { platform, server } = await start();
    const { id } = await platform.createDraft(packFor(platform));
    Object.assign(server.campaigns.get(id)?.fields ?? {}, { send_at: '2026-11-22T11:59:00Z' });
    expect(await platform.status(id)).toMatchObject({ status: 'sent', at: '2026-11-22T11:59:00.000Z' });
    Object.assign(server.campaigns.get(id)?.fields ?? {}, { send_at: 'soon' });
    expect(await platform.status(id)).toMatchObject({ status: 'unknown', said: 'soon' });
  });

  it('names the templates that there are where the one in newsletter.yaml is not', async () => {
    const { platform } = await start({ template: 7 });
    expect((await refusalOf(platform.probe())).message).toMatch(/no email template 7\..* 6 \(Text Only\), 12/);
    expect((await refusalOf(platform.createDraft(packFor(platform)))).message).toMatch(/Email template does not exist/);
  });

  it('hands over what stands in the body, and the styles of the head', () => {
    const html = '<html><head><title>x</title><style>a{}</style></head><BODY id="b">\n<p>1 > 0</p></BODY></html>';
    expect(withinTemplate(html)).toBe('<style>a{}</style>\n<p>1 > 0</p>');
    expect(withinTemplate('<p>Only this</p>')).toBe('<p>Only this</p>');
    expect(withinTemplate('<body><p>Cut sh')).toBe('<p>Cut sh');
  });
});
