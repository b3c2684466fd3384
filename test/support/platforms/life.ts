/** What every mailing platform must do, whoever it is: the life of an issue, and what is told when something goes wrong. */
import { describe, expect, it } from 'vitest';
import { SourceError, UserError } from '../../../src/errors.ts';
import type { Contract, FaultKind } from './server.ts';
import { type Build, packFor, refusalOf, type StageOptions, stage, writesTo } from './stage.ts';

const LOST: FaultKind[] = ['cut-after', '500-after', 'page-after', 'hang-after', 'cut', '503'];

/** The tests that hold for every platform. */
export function describeLife(contract: Contract, build: Build): void {
  const start = (o?: StageOptions) => stage(contract, build, o);

  describe('its life', () => {
    it('makes one draft, finds it by its key and changes it', async () => {
      const { platform, server } = await start();
      const pack = packFor(platform);
      expect(await platform.find(pack)).toBeUndefined();
      const made = await platform.createDraft(pack);
      expect(made).toMatchObject({ status: 'draft', where: expect.stringMatching(/^https?:\/\//) });
      expect(await platform.find(pack)).toEqual(made);
      const changed = await platform.update(made.id, packFor(platform, { subject: 'What a word costs' }));
      expect(changed).toEqual(made);
      expect(await platform.status(made.id)).toEqual(made);
      const [only, ...others] = [...server.campaigns.values()];
      expect(others).toEqual([]);
      expect(JSON.stringify(only?.fields)).toContain('What a word costs');
      expect(only?.sends).toBe(0);
      expect(server.violations).toEqual([]);
    });

    it('finds its own among many, page by page, and none that is merely like it', async () => {
      const { platform } = await start();
      const pack = packFor(platform);
      const ours = await platform.createDraft(pack);
      for (let n = 1; n <= 23; n++) {
        const like = n === 1 ? `${pack.key}0` : `weekly-digest-${100 + n}`;
        await platform.createDraft(packFor(platform, { key: like, subject: `Issue ${n}` }));
      }
      expect(await platform.find(pack)).toEqual(ours);
      expect(await platform.find({ ...pack, key: 'weekly-digest-08' })).toBeUndefined();
    });

    it('schedules a draft with all that it holds', async () => {
      const { platform, server } = await start();
      const { id } = await platform.createDraft(packFor(platform));
      const at = '2026-11-25T09:30:00.000Z';
      expect(await platform.schedule(id, at)).toMatchObject({ status: 'scheduled', at });
      expect(await platform.status(id)).toMatchObject({ status: 'scheduled', at });
      expect(JSON.stringify(server.campaigns.get(id)?.fields)).toContain('Teams count what a token costs.');
      expect(server.campaigns.get(id)?.sends).toBe(1);
    });

    it('sends a draft, and not twice', async () => {
      const { platform, server } = await start();
      const { id } = await platform.createDraft(packFor(platform));
      expect((await platform.send(id)).status).toMatch(/^(sending|sent)$/);
      expect(['scheduled', 'sending', 'sent']).toContain((await platform.find(packFor(platform)))?.status);
      await platform.send(id).catch((error) => expect(error).toBeInstanceOf(UserError));
      expect(server.campaigns.get(id)?.sends).toBe(1);
      expect(server.violations).toEqual([]);
    });

    it('sends tests where it can', async () => {
      const { platform, server } = await start();
      const pack = packFor(platform);
      const { id } = await platform.createDraft(pack);
      const test = platform.test(id, pack, ['mz@example.com', 'ed@example.com']);
      if (platform.supports.test === 'none') return expect((await refusalOf(test)).message).toMatch(/SMTP_URL/);
      await test;
      expect(server.campaigns.get(id)?.tests).toEqual([['mz@example.com', 'ed@example.com']]);
      expect(server.campaigns.get(id)?.sends).toBe(0);
    });

    it('tells a deleted issue from a server that answers with pages', async () => {
      const { platform, server } = await start();
      const { id } = await platform.createDraft(packFor(platform));
      server.faults.push({ on: '*', how: 'page' });
      await expect(platform.status(id)).rejects.toThrow(SourceError);
      server.campaigns.clear();
      expect(await platform.status(id)).toBeUndefined();
    });

    it('tries its key with calls that change nothing', async () => {
      const { platform, server } = await start();
      expect(await platform.probe()).toMatch(/\w/);
      expect(writesTo(server)).toEqual([]);
    });
  });

  describe('what goes wrong', () => {
    it.each(LOST)('does not know whether a draft was made after: %s, and finds what there is', async (how) => {
      const { platform, server } = await start();
      const pack = packFor(platform);
      server.faults.push({ on: '*', how });
      const told = await refusalOf(platform.createDraft(pack));
      expect(told).toBeInstanceOf(SourceError);
      expect(told.message).toMatch(/Nobody knows whether it was done\. Run the same command again/);
      expect(writesTo(server)).toHaveLength(1);
      expect((await platform.find(pack)) !== undefined).toBe(how.endsWith('-after'));
      expect(server.campaigns.size).toBe(how.endsWith('-after') ? 1 : 0);
    });

    it.each<FaultKind>(['cut-after', '500-after', 'hang-after'])('never repeats a sending: %s', async (how) => {
      const { platform, server } = await start();
      const { id } = await platform.createDraft(packFor(platform));
      const before = server.log.length;
      const write = (await writeOfSend(contract, build)) as number;
      server.faults.push({ on: '*', how, after: write });
      expect(await refusalOf(platform.send(id))).toBeInstanceOf(SourceError);
      expect(writesTo(server).filter((one) => server.log.indexOf(one) >= before)).toHaveLength(1);
      expect(server.campaigns.get(id)?.sends).toBe(1);
      expect(['scheduled', 'sending', 'sent']).toContain((await platform.status(id))?.status);
    });

    it.each<[FaultKind, RegExp]>([
      ['429', /try again in a few minutes/],
      ['429-plain', /Retry later\. Too many requests: try again in a few minutes/],
      ['429-wait', /try again in 10 min, after 2026-11-22 12:10 UTC/],
    ])('says when to come back after %s, and makes nothing', async (how, when) => {
      const { platform, server } = await start();
      server.faults.push({ on: '*', how });
      const told = await refusalOf(platform.createDraft(packFor(platform)));
      expect(told).toMatchObject({ exitCode: 4, message: expect.stringMatching(when) });
      expect(writesTo(server)).toHaveLength(1);
      expect(server.campaigns.size).toBe(0);
    });

    it('asks again by itself where nothing is changed', async () => {
      const { platform, server } = await start();
      server.faults.push({ on: '*', how: '429-plain', times: 2 });
      expect(await platform.find(packFor(platform))).toBeUndefined();
      expect(server.log.map(({ status }) => status)).toEqual([429, 429, 200]);
    });

    it('names the variable of a key that is wrong or not set, and never the key', async () => {
      const variable = `${contract.name.toUpperCase()}_API_KEY`;
      const wrong = `${contract.secret.slice(0, 6)}-planted-and-wrong-us21`;
      const refused = await start({ key: wrong });
      const told = await refusalOf(refused.platform.probe());
      expect(told).toMatchObject({ exitCode: 4, message: expect.stringContaining(variable) });
      expect(told.message).not.toContain('planted');
      const unset = await start({ key: '' });
      expect((await refusalOf(unset.platform.probe())).message).toContain(`${variable} is not set`);
      expect(unset.server.log).toEqual([]);
    });

    it('says what a deleted issue needs', async () => {
      const { platform } = await start();
      const told = await refusalOf(platform.update('404', packFor(platform)));
      expect(told).toMatchObject({ exitCode: 4, message: expect.stringMatching(/publish again/) });
    });
  });
}

/** How many requests a send makes before the one that sends. */
async function writeOfSend(contract: Contract, build: Build): Promise<number> {
  const { platform, server } = await stage(contract, build);
  const { id } = await platform.createDraft(packFor(platform));
  const before = server.log.length;
  await platform.send(id);
  return server.log.slice(before).findIndex(({ method }) => method !== 'GET');
}
