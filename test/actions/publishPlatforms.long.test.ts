import { afterEach, describe, expect, it } from 'vitest';
import { status } from '../../src/actions/status.ts';
import { platformDesk } from '../support/platformDesk.ts';
import { contracts } from '../support/platforms/all.ts';
import { KIT } from '../support/platforms/kit.ts';
import type { Contract, ContractServer } from '../support/platforms/server.ts';
import { BODY } from '../support/publishing.ts';

const CONTRACTS = contracts().map((contract): [string, Contract] => [contract.name, contract]);
const open: ContractServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function stage(contract: Contract) {
  const desk = await platformDesk(contract);
  open.push(desk.server);
  return desk;
}

describe.each(CONTRACTS)('%s', (name, contract) => {
  it('gets one draft, its changes, and is sent once', async () => {
    const { server, world, workspace, approve, run } = await stage(contract);
    expect(await run()).toMatchObject({ did: ['created'], status: 'draft', platform: name });
    expect(await run()).toMatchObject({ did: ['found'] });
    await approve(BODY.replace('says what', 'tells what'));
    expect(await run()).toMatchObject({ did: ['updated'], status: 'draft' });
    expect(await run({ send: true })).toMatchObject({ did: ['found', 'sent'] });
    expect(await run({ send: true })).toMatchObject({ did: ['nothing'] });
    expect([...server.campaigns.values()]).toMatchObject([{ sends: 1 }]);
    expect(JSON.stringify([...server.campaigns.values()])).toContain('tells what');
    expect(await world.files.read('issues/007/issue.md')).toContain('status: published');
    const { issues } = await status(world, workspace, { remote: true });
    expect(issues[0]?.on).toMatchObject([
      { platform: name, asked: true, status: expect.stringMatching(/^(sent|sending|scheduled)$/) },
    ]);
    expect(server.violations).toEqual([]);
  });

  it('shows in a dry run what it would be asked, and is not asked; no key is in it', async () => {
    const { server, run } = await stage(contract);
    const { requests = [], notes } = await run({ dryRun: true, send: true });
    expect(server.log).toEqual([]);
    const steps = requests.map(({ step, method }) => `${step} ${method}`);
    expect(steps).toEqual(expect.arrayContaining(['find GET', 'create POST']));
    expect(
      steps.some((step) => /^send (POST|PUT|PATCH)/.test(step)),
      steps.join(', '),
    ).toBe(true);
    const [id = '', hex = contract.secret] = contract.secret.split(':');
    for (const secret of [contract.secret, hex]) expect(JSON.stringify({ requests, notes })).not.toContain(secret);
    expect(id).not.toBe('');
  });

  it('gets one where every answer to a write is lost once', async () => {
    const { server, run } = await stage(contract);
    await run();
    const writes = server.log.filter(({ method }) => method !== 'GET').length;
    for (let after = 0; after < writes; after++) {
      const again = await stage(contract);
      const [first] = server.log.filter(({ method }) => method !== 'GET').slice(after);
      again.server.faults.push({
        on: '*',
        how: 'cut-after',
        after: server.log.indexOf(first as (typeof server.log)[0]),
      });
      await again.run().catch(() => undefined);
      expect(await again.run()).toMatchObject({ status: 'draft' });
      expect(again.server.campaigns.size).toBe(1);
      expect(await again.run()).toMatchObject({ did: ['found'] });
    }
  });
});

it.each(['kept', 'lost'])(
  'what Kit was told to send, without an answer, and schedules for the next minute, is being sent; outbox %s',
  async (outbox) => {
    const { server, world, run } = await stage(KIT);
    server.faults.push({ on: 'PUT /v4/broadcasts/:id', how: 'cut-after' });
    server.faults.push({ on: 'GET /v4/broadcasts/:id', how: 'cut', after: 1, times: 4 });
    await expect(run({ send: true })).rejects.toThrow('Run the same command again');
    expect([...server.campaigns.values()]).toMatchObject([{ sends: 1 }]);
    server.faults.length = 0;
    if (outbox === 'lost') world.store = { ...world.store, outbox: async () => undefined };
    expect(await run({ send: true })).toMatchObject({ did: ['nothing'], status: 'sending' });
    expect(await world.files.read('issues/007/issue.md')).toContain('status: published');
    expect([...server.campaigns.values()]).toMatchObject([{ sends: 1 }]);
  },
);

it('what is scheduled for later is not sent by --send, and the issue is not published yet', async () => {
  const { server, world, run } = await stage(KIT);
  await run({ schedule: '2026-11-25T09:30:00.000Z' });
  expect(await run({ send: true })).toMatchObject({ did: ['nothing'], status: 'scheduled' });
  expect(await world.files.read('issues/007/issue.md')).toContain('status: approved');
  expect([...server.campaigns.values()]).toMatchObject([{ sends: 1 }]);
});
