import { describe, expect, it } from 'vitest';
import { pasteHtml } from '../../src/platforms/filePackPaste.ts';
import { ghostPlatform, htmlCard } from '../../src/platforms/ghost.ts';
import { renderIssue } from '../../src/render/render.ts';
import { htmlToText } from '../../src/text/html.ts';
import type { Fetch } from '../../src/types.ts';
import { issueOf, newsletter } from '../render/inputs.ts';
import { NOON } from '../support/door.ts';
import { ghost } from '../support/platforms/ghost.ts';
import { describeLife } from '../support/platforms/life.ts';
import { packFor, refusalOf, stage, writesTo } from '../support/platforms/stage.ts';
import { given } from '../support/world.ts';

describeLife(ghost(), ghostPlatform);

const AT = '2026-11-25T09:30:00.000Z';

describe('a post of Ghost', () => {
  it('has the words, links and quotes in an HTML card, and nothing of the email’s frame', async () => {
    const { platform, server } = await stage(ghost(), ghostPlatform);
    const said =
      '## Bills\n\n[A bill read aloud](https://bill.example.test/a?b=1&c=2) says what a token costs.\n\n> Nobody reads the bill.\n';
    const { html } = await renderIssue(issueOf(said), { newsletter: newsletter(), platform: platform.tags });
    const { id } = await platform.createDraft(packFor(platform, { html }));
    const kept = () => String(server.campaigns.get(id)?.fields.html);
    expect(kept()).toContain('<a href="https://bill.example.test/a?b=1&amp;c=2">A bill read aloud</a> says what');
    expect(kept()).toMatch(/<h2>Bills<\/h2>[\s\S]*<blockquote>[\s\S]*Nobody reads the bill\./);
    expect(kept()).toContain(newsletter().address);
    expect(kept()).not.toMatch(/<(table|style|html|body)|style=|#\/portal|Unsubscribe/i);
    expect(kept().length).toBeLessThan(html.length / 4);
    await platform.update(id, packFor(platform, { html: html.replace('Nobody', 'Everybody') }));
    expect(kept()).toMatch(/Everybody reads/);
    expect(kept()).not.toMatch(/<table/);
    expect(htmlCard('<p>No body</p>')).toBe('<!--kg-card-begin: html-->\n<p>No body</p>\n<!--kg-card-end: html-->');
  });

  it('has no word that Ghost would take for a tag of its own when it has decoded the references', async () => {
    const { platform } = await stage(ghost(), ghostPlatform);
    const issue = issueOf('## Tags\n\nThey write %%{uuid}%% there, and %%{email}%%.\n');
    const { html } = await renderIssue(issue, { newsletter: newsletter(), platform: platform.tags });
    const decoded = htmlToText(htmlCard(pasteHtml({ ...packFor(platform), html })));
    expect(decoded).toContain('They write %%\u2060{uuid}%% there');
    expect(decoded).not.toMatch(/%%\{/);
  });

  it('is refused without the token that Ghost may repeat', async () => {
    let token = '';
    const echo: Fetch = async (request) => {
      token = request.headers?.authorization?.replace('Ghost ', '') ?? '';
      const again = Buffer.from(token).toString('base64');
      return given(request, JSON.stringify({ errors: [{ message: `${token} or ${again}` }] }), { status: 403 });
    };
    const platform = ghostPlatform({
      fetch: echo,
      settings: { url: 'https://blog.example.test' },
      secret: () => ghost().secret,
      clock: () => NOON,
      newsletter: 'The Tap',
    });
    const { message } = await refusalOf(platform.probe());
    expect(token).toMatch(/^eyJ/);
    expect(message).toContain('[removed] or [removed]');
  });

  it('that is sent before its hour is of now, not of that hour', async () => {
    const { platform, server } = await stage(ghost(), ghostPlatform);
    const { id } = await platform.createDraft(packFor(platform));
    await platform.schedule(id, AT);
    await platform.send(id);
    expect(server.campaigns.get(id)).toMatchObject({
      status: 'published',
      sends: 1,
      fields: { published_at: NOON.toISOString() },
    });
  });

  it('has the preheader for its excerpt, no longer than Ghost takes', async () => {
    const { platform, server } = await stage(ghost(), ghostPlatform);
    const { id } = await platform.createDraft(packFor(platform, { preheader: '😀'.repeat(400) }));
    expect(server.campaigns.get(id)?.fields.custom_excerpt).toBe('😀'.repeat(300));
    await platform.update(id, packFor(platform, { preheader: '' }));
    expect(server.campaigns.get(id)?.fields.custom_excerpt).toBeNull();
  });

  it('is found where a page has its slug already and Ghost numbered it', async () => {
    const pack = packFor({ tags: { unsubscribe: 'x' } });
    const { platform, server } = await stage(ghost({ slugsOfPages: [pack.key] }), ghostPlatform);
    const made = await platform.createDraft(pack);
    expect(server.campaigns.get(made.id)?.fields.slug).toBe(`${pack.key}-2`);
    expect(await platform.find(pack)).toEqual(made);
  });

  it('another newsletter’s issue, whose key begins alike, is not taken for it', async () => {
    const { platform } = await stage(ghost(), ghostPlatform);
    await platform.createDraft(packFor(platform, { key: 'weekly-digest-089-007' }));
    expect(await platform.find(packFor(platform))).toBeUndefined();
  });

  it('is mailed to the only active newsletter, or to the one that is set, with its segment', async () => {
    const one = await stage(ghost(), ghostPlatform);
    const { id } = await one.platform.createDraft(packFor(one.platform));
    await one.platform.send(id);
    expect(writesTo(one.server).at(-1)?.path).toContain('?newsletter=the-tap&email_segment=all');
    const newsletters = ['a', 'b'].map((slug) => ({ slug, name: slug, status: 'active' }));
    const settings = { newsletter: 'b', segment: 'status:-free' };
    const two = await stage(ghost({ newsletters }), ghostPlatform, { settings });
    const made = await two.platform.createDraft(packFor(two.platform));
    await two.platform.schedule(made.id, AT);
    expect(writesTo(two.server).at(-1)?.path).toContain('?newsletter=b&email_segment=status%3A-free');
  });

  it.each([
    [{}, ['a', 'b'], /which newsletter is meant is not clear\. Active ones: a, b\. Set platforms\.ghost\.newsletter/],
    [{ newsletter: 'c' }, ['a', 'b'], /there is no newsletter “c”\. Active ones: a, b/],
    [{}, [], /Active ones: none/],
  ])('does nothing where the newsletter is not clear: %j', async (settings, slugs, told) => {
    const newsletters = slugs.map((slug) => ({ slug, name: slug, status: 'active' }));
    const { platform, server } = await stage(ghost({ newsletters }), ghostPlatform, { settings });
    const { id } = await platform.createDraft(packFor(platform));
    expect(await refusalOf(platform.send(id))).toMatchObject({ exitCode: 4, message: expect.stringMatching(told) });
    expect(await refusalOf(platform.probe())).toMatchObject({ exitCode: 4 });
    expect(writesTo(server)).toHaveLength(1);
  });

  it('is not sent by a time that is over, which Ghost would do', async () => {
    const { platform, server } = await stage(ghost(), ghostPlatform);
    const { id } = await platform.createDraft(packFor(platform));
    for (const at of ['2026-11-22T11:59:00.000Z', NOON.toISOString(), 'soon'])
      expect((await refusalOf(platform.schedule(id, at))).message).toContain('does not lie ahead');
    expect(server.campaigns.get(id)).toMatchObject({ status: 'draft', sends: 0 });
  });

  it('is left as it is where it is no draft any more', async () => {
    const { platform, server } = await stage(ghost(), ghostPlatform);
    const { id } = await platform.createDraft(packFor(platform));
    await platform.send(id);
    const before = structuredClone(server.campaigns.get(id));
    const told = await refusalOf(platform.update(id, packFor(platform, { subject: 'Other' })));
    expect(told).toMatchObject({ exitCode: 4, message: expect.stringContaining('published there, no draft any more') });
    expect(await platform.schedule(id, AT)).toMatchObject({ status: 'sending' });
    expect(server.campaigns.get(id)).toEqual(before);
  });

  it('tells how its mailing goes', async () => {
    const { platform, server } = await stage(ghost(), ghostPlatform);
    const { id } = await platform.createDraft(packFor(platform));
    await platform.send(id);
    const fields = server.campaigns.get(id)?.fields ?? {};
    fields.published_at = '2026-11-22T12:00:01.000Z';
    const states: [object | null, object][] = [
      [{ status: 'pending' }, { status: 'sending', said: 'published, mailing pending' }],
      [{ status: 'submitting' }, { status: 'sending' }],
      [
        { status: 'submitted', error: null },
        { status: 'sent', at: '2026-11-22T12:00:01.000Z' },
      ],
      [
        { status: 'failed', error: 'No Mailgun' },
        { status: 'unknown', said: 'published, mailing failed: No Mailgun' },
      ],
      [null, { status: 'unknown', said: 'published on the site, not mailed' }],
    ];
    for (const [email, expected] of states) {
      fields.email = email;
      expect(await platform.status(id)).toMatchObject(expected);
    }
  });

  it('which somebody changes at the same moment is not written over', async () => {
    const { platform, server } = await stage(ghost(), ghostPlatform);
    const { id } = await platform.createDraft(packFor(platform));
    const fields = server.campaigns.get(id)?.fields ?? {};
    let reads = 0;
    // every read finds it changed once more
    Object.defineProperty(fields, 'updated_at', {
      enumerable: true,
      get: () => new Date(++reads * 1000).toISOString(),
    });
    const told = await refusalOf(platform.update(id, packFor(platform)));
    expect(told).toMatchObject({ exitCode: 4, message: expect.stringContaining('Somebody changed the post in Ghost') });
  });
});

describe('the key of Ghost', () => {
  it.each([
    ['the Content API key', '22444f78447824223cefc48062'],
    ['one cut short', `${'a1'.repeat(12)}:7c7c`],
    ['one that is no hexadecimal', `${'a1'.repeat(12)}:${'zz'.repeat(32)}`],
  ])('%s is told before anything is asked, and not shown', async (_, key) => {
    const { platform, server } = await stage(ghost(), ghostPlatform, { key });
    const told = await refusalOf(platform.probe());
    expect(told).toMatchObject({ exitCode: 4, message: expect.stringContaining('is no Admin API key') });
    expect(told.message).not.toContain(key.slice(0, 20));
    expect(server.log).toEqual([]);
  });

  it('is taken with white space around it, and goes to the server as a signature alone', async () => {
    const contract = ghost();
    const { platform, server } = await stage(contract, ghostPlatform, { key: ` ${contract.secret}\n` });
    expect(await platform.probe()).toBe('The Tap (Ghost 6.65), newsletter the-tap');
    expect(JSON.stringify(server.log)).not.toContain(contract.secret.slice(25));
  });

  it('of a machine whose clock is wrong is refused with what to check', async () => {
    const { platform } = await stage(ghost({ now: NOON.getTime() + 3_600_000 }), ghostPlatform);
    expect((await refusalOf(platform.probe())).message).toMatch(/maxAge exceeded.*the clock of this machine/);
  });

  it('works for a site whose address has /ghost/ or a folder', async () => {
    for (const tail of ['/', '/ghost/', '/ghost/#/settings']) {
      const { platform, server } = await stage(ghost(), ghostPlatform);
      const other = await stage(
        { ...ghost(), settings: () => ({ url: `${server.url}${tail}` }), start: async () => server },
        ghostPlatform,
      );
      expect(await other.platform.probe()).toBe(await platform.probe());
    }
  });
});
