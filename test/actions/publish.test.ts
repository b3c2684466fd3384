import { afterEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { BODY, type Desk, type DeskOptions, desk as newDesk } from '../support/publishing.ts';
import type { Fault } from '../support/rigidPlatform.ts';

const open: Desk[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.rigid.close();
});
async function desk(o?: DeskOptions): Promise<Desk> {
  const made = await newDesk(o);
  open.push(made);
  return made;
}
async function refused(work: Promise<unknown>): Promise<UserError> {
  const told = await work.then(() => undefined).catch((error: unknown) => error);
  if (told instanceof UserError) return told;
  throw new Error(`not refused: ${String(told)}`);
}
/** The fault strikes the first request of this kind. */
function once(how: Fault, method: string, path = /./): (hit: { method: string; path: string }) => Fault {
  let struck = false;
  return (hit) => {
    if (struck || hit.method !== method || !path.test(hit.path)) return 'none';
    struck = true;
    return how;
  };
}
const writes = ({ rigid }: Desk) => rigid.server.hits.filter(({ method }) => method !== 'GET').length;

describe('a draft', () => {
  it('is made once, with its key, and the receipt says where', async () => {
    const d = await desk();
    expect(await d.publish()).toMatchObject({
      did: ['created'],
      id: 'r1',
      status: 'draft',
      platform: 'rigid',
      number: 7,
    });
    expect(await d.publish()).toMatchObject({ did: ['found'], id: 'r1' });
    expect(d.rigid.held).toHaveLength(1);
    expect(d.rigid.held[0]).toMatchObject({ key: 'the-price-letter-007', subject: 'The price fell', status: 'draft' });
    expect(d.rigid.held[0]?.html).toContain('{{ unsubscribe_url }}');
    expect(await d.receipt()).toMatchObject([
      {
        platform: 'rigid',
        id: 'r1',
        status: 'draft',
        key: 'the-price-letter-007',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
    expect((await d.receipt())[0]).not.toHaveProperty('offline');
    expect(await d.markdown()).toContain('status: approved');
  });

  it('is brought up to date where the issue was changed and approved again, and where its look changed', async () => {
    const d = await desk();
    await d.publish();
    await d.approve(BODY.replace('says what', 'tells what'));
    expect(await d.publish()).toMatchObject({ did: ['updated'], id: 'r1' });
    expect(d.rigid.held[0]?.html).toContain('tells what');
    d.workspace.newsletter.address = '2 Other Street';
    expect(await d.publish()).toMatchObject({ did: ['updated'], id: 'r1' });
    expect(d.rigid.held[0]?.html).toContain('2 Other Street');
    expect(await d.publish()).toMatchObject({ did: ['found'] });
    expect(d.rigid.held).toHaveLength(1);
  });

  it('is found by its key where database and receipt are lost, and by either alone', async () => {
    const d = await desk();
    await d.publish();
    const fresh = { ...d.world, store: { ...d.world.store, outbox: async () => undefined } };
    Object.assign(d.world, { store: fresh.store });
    expect(await d.publish()).toMatchObject({ did: ['found'] });
    await d.world.files.remove('issues/007/receipt.json');
    expect(await d.publish()).toMatchObject({ did: ['updated'], id: 'r1' });
    expect(d.rigid.held).toHaveLength(1);
    expect(await d.receipt()).toHaveLength(1);
  });

  it('keeps its key where the newsletter is renamed', async () => {
    const d = await desk();
    await d.publish();
    d.workspace.newsletter.name = 'Another Name';
    expect(await d.publish()).toMatchObject({ did: ['updated'], id: 'r1' });
    expect(d.rigid.held.map(({ key }) => key)).toEqual(['the-price-letter-007']);
  });

  it('is made anew where the editor deleted it on the platform, and that is said', async () => {
    const d = await desk();
    await d.publish();
    d.rigid.held.splice(0);
    const again = await d.publish();
    expect(again).toMatchObject({ did: ['created'] });
    expect(d.rigid.held).toHaveLength(1);
  });

  it('reads receipts of before', async () => {
    const d = await desk();
    await d.publish();
    const [entry] = await d.receipt();
    const { platform, id, where, at, sha256 } = entry as NonNullable<typeof entry>;
    const old = { version: 1, pushed: [{ platform, id, where, at, sha256 }] };
    await d.world.files.write('issues/007/receipt.json', JSON.stringify(old));
    expect(await d.publish()).toMatchObject({ did: ['found'], id });
    await d.world.files.write('issues/007/receipt.json', '{"version":2}');
    expect((await refused(d.publish())).message).toContain('Restore it from version control');
    expect(d.rigid.held).toHaveLength(1);
  });
});

describe('what is refused', () => {
  it('an issue that is not approved, or was changed since: nothing is asked', async () => {
    const d = await desk();
    await d.world.files.write('issues/007/issue.md', `${await d.markdown()}\nOne more line.\n`);
    expect(await refused(d.publish())).toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('changed after'),
    });
    expect(d.rigid.server.hits).toEqual([]);
  });

  it('a platform that nobody knows, or newsletter.yaml does not have', async () => {
    const d = await desk();
    expect((await refused(d.publish({ to: 'rigit' }))).message).toContain('Did you mean `rigid`?');
    expect((await refused(d.publish({ to: 'kit' }))).message).toContain('kit is not in newsletter.yaml');
    expect((await refused(d.publish({ to: '__proto__' }))).message).toContain('no platform');
  });

  it('options that contradict one another, or that the platform lacks', async () => {
    const d = await desk({ supports: { send: false, schedule: false, test: 'none' } });
    const soon = '2026-11-23T09:00:00.000Z';
    for (const o of [
      { send: true },
      { schedule: soon },
      { send: true, schedule: soon },
      { test: ['mz@example.com'] },
      { test: ['a@b, c@d'] },
      { test: Array(6).fill('mz@example.com') },
    ])
      expect(await refused(d.publish(o)), JSON.stringify(o)).toMatchObject({ exitCode: 2 });
    const can = await desk();
    expect((await refused(can.publish({ schedule: '2026-11-22T11:59:00.000Z' }))).message).toContain('is over already');
    expect([...d.rigid.server.hits, ...can.rigid.server.hits]).toEqual([]);
  });

  it('a mail without an address', async () => {
    const d = await desk();
    delete d.workspace.newsletter.address;
    expect(await refused(d.publish())).toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('postal address'),
    });
    expect(d.rigid.held).toEqual([]);
  });

  it('a dead link, with its block; --offline skips the look, and the receipt says so', async () => {
    const d = await desk({ page: () => 404 });
    const error = await refused(d.publish());
    expect(error).toMatchObject({ exitCode: 1 });
    expect(error.message).toContain('“Bills”: https://bill.example.test/a: answered 404');
    expect(d.rigid.held).toEqual([]);
    expect(await d.publish({ offline: true })).toMatchObject({ did: ['created'] });
    expect(d.opened).toHaveLength(1);
    expect(await d.receipt()).toMatchObject([{ offline: true }]);
  });

  it('a link behind a wall is only a note', async () => {
    const d = await desk({ page: () => 403 });
    expect((await d.publish()).notes.join()).toContain('could not be seen by a machine');
  });

  it('what the platform made in place of a draft: it is told loudly, and recorded', async () => {
    const d = await desk();
    d.rigid.beginsAs = 'sending';
    const error = await refused(d.publish());
    expect(error.message).toMatch(/DID NOT MAKE A DRAFT.*“sending”.*stop it there/);
    expect(await d.receipt()).toMatchObject([{ id: 'r1', status: 'sending' }]);
    expect(await refused(d.publish())).toMatchObject({ exitCode: 1 });
    expect(d.rigid.held).toHaveLength(1);
  });
});

describe('tests', () => {
  it('go by the platform where it sends them to anybody', async () => {
    const d = await desk({ mail: true });
    expect(await d.publish({ test: ['mz@example.com', 'co@example.com'] })).toMatchObject({
      did: ['created', 'tested'],
    });
    expect(d.rigid.tests).toEqual([['mz@example.com', 'co@example.com']]);
    expect(d.mails).toEqual([]);
  });

  it.each(['none', 'subscribers'] as const)('go by our own mail where it sends them to %s', async (test) => {
    const d = await desk({ mail: true, supports: { test } });
    const { notes } = await d.publish({ test: ['mz@example.com'] });
    expect(notes.join()).toContain('SMTP_URL');
    expect(d.mails).toMatchObject([{ to: ['mz@example.com'], subject: '[Test] The price fell' }]);
    expect(d.mails[0]?.html).not.toContain('{{');
    expect(d.rigid.tests).toEqual([]);
  });

  it('go by the platform to its subscribers where there is no other way, with a note', async () => {
    const d = await desk({ supports: { test: 'subscribers' } });
    expect((await d.publish({ test: ['mz@example.com'] })).notes.join()).toContain('subscribers alone');
    expect(d.rigid.tests).toHaveLength(1);
  });
});

describe('sending and scheduling', () => {
  it('sends once; then the issue is published, and no command sends or changes it again', async () => {
    const d = await desk();
    expect(await d.publish({ send: true })).toMatchObject({ did: ['created', 'sent'], status: 'sent' });
    expect(await d.markdown()).toContain('status: published');
    expect(await d.receipt()).toMatchObject([{ status: 'sent', sentAt: '2026-11-22T12:00:05.000Z' }]);
    expect(await d.publish({ send: true })).toMatchObject({ did: ['nothing'] });
    expect((await refused(d.publish())).message).toContain('corrections:');
    await d.approve(BODY.replace('says', 'said'));
    expect((await refused(d.publish({ send: true }))).message).toContain('in other words than those approved now');
    expect(d.rigid.held).toMatchObject([{ sends: 1 }]);
    expect(writes(d)).toBe(2);
  });

  it('schedules once; another time, or other words, must be unscheduled first', async () => {
    const d = await desk();
    const schedule = '2026-11-23T09:00:00.000Z';
    expect(await d.publish({ schedule })).toMatchObject({
      did: ['created', 'scheduled'],
      status: 'scheduled',
      at: schedule,
    });
    expect(await d.receipt()).toMatchObject([{ status: 'scheduled', scheduledFor: schedule }]);
    expect(await d.publish({ schedule })).toMatchObject({ did: ['nothing'] });
    expect(await d.publish({ send: true })).toMatchObject({ did: ['nothing'], status: 'scheduled' });
    const later = await refused(d.publish({ schedule: '2026-11-24T09:00:00.000Z' }));
    expect(later.message).toContain('Unschedule it there');
    await d.approve(BODY.replace('says', 'said'));
    expect((await refused(d.publish())).message).toContain('was changed since. Unschedule it there');
    expect(d.rigid.held).toMatchObject([{ at: schedule, sends: 0 }]);
    expect(await d.markdown()).toContain('status: approved');
  });

  it('sees that the platform sent a scheduled issue, and marks it', async () => {
    const d = await desk();
    await d.publish({ schedule: '2026-11-23T09:00:00.000Z' });
    Object.assign(d.rigid.held[0] ?? {}, { status: 'sent' });
    await refused(d.publish());
    expect(await d.markdown()).toContain('status: published');
    expect(await d.receipt()).toMatchObject([{ status: 'sent' }]);
  });

  it('makes no second one of an issue that was sent and deleted on the platform', async () => {
    const d = await desk();
    await d.publish({ send: true });
    d.rigid.held.splice(0);
    expect((await refused(d.publish({ send: true }))).message).toContain('See at');
    expect(d.rigid.held).toEqual([]);
  });

  it('keeps what an editor wrote into the file meanwhile', async () => {
    const d = await desk();
    d.rigid.fault = () => 'none';
    const original = d.world.platforms.rigid?.send;
    Object.assign(d.world.platforms.rigid ?? {}, {
      send: async (id: string) => {
        await d.world.files.write('issues/007/issue.md', `${await d.markdown()}\nA late thought.\n`);
        return original?.(id);
      },
    });
    await d.publish({ send: true });
    expect(await d.markdown()).toMatch(/status: published[\s\S]*A late thought\./);
  });
});

describe('no answer', () => {
  it.each(['500-after', 'cut-after', 'html-after'] as const)(
    '%s to the create: it is looked up, and one is there',
    async (how) => {
      const d = await desk();
      d.rigid.fault = once(how, 'POST', /^\/issues$/);
      expect(await d.publish()).toMatchObject({ did: ['created'], id: 'r1' });
      expect(d.rigid.held).toHaveLength(1);
    },
  );

  it('where nothing was done, it is told, and the next run does it', async () => {
    const d = await desk();
    d.rigid.fault = once('500', 'POST');
    const error = await refused(d.publish());
    expect(error).toMatchObject({ exitCode: 4 });
    expect(error.message).toContain('Run the same command again');
    expect(await d.publish()).toMatchObject({ did: ['created'] });
    expect(d.rigid.held).toHaveLength(1);
  });

  it('to a look-up: nothing is made', async () => {
    const d = await desk();
    d.rigid.fault = once('html-after', 'GET');
    expect(await refused(d.publish())).toMatchObject({ exitCode: 4 });
    expect(writes(d)).toBe(0);
  });

  it.each(['500-after', 'cut-after'] as const)(
    '%s to the sending: its status is asked, and it is sent once',
    async (how) => {
      const d = await desk();
      d.rigid.fault = once(how, 'POST', /send$/);
      expect(await d.publish({ send: true })).toMatchObject({ did: ['created', 'sent'] });
      expect(d.rigid.held).toMatchObject([{ sends: 1 }]);
      expect(await d.markdown()).toContain('status: published');
    },
  );

  it('500 to the sending: it is told that it is a draft still', async () => {
    const d = await desk();
    d.rigid.fault = once('500', 'POST', /send$/);
    expect((await refused(d.publish({ send: true }))).message).toContain('says that it is draft');
    expect(await d.publish({ send: true })).toMatchObject({ did: ['found', 'sent'] });
    expect(d.rigid.held).toMatchObject([{ sends: 1 }]);
  });
});

describe('a dry run', () => {
  it('shows each request without the key, sends and writes nothing, also of a draft', async () => {
    const d = await desk();
    await d.world.files.write('issues/007/issue.md', (await d.markdown()).replace('status: approved', 'status: draft'));
    const o = { dryRun: true, send: true, test: ['mz@example.com'] };
    const result = await d.publish(o);
    expect(result.requests?.map(({ step, method }) => `${step} ${method}`)).toEqual([
      'find GET',
      'create POST',
      'test POST',
      'send POST',
    ]);
    expect(result.requests?.[1]).toMatchObject({
      url: `${d.rigid.server.url}/issues`,
      headers: { authorization: 'Bearer ${RIGID_API_KEY}' },
      body: { key: 'the-price-letter-007', subject: 'The price fell' },
    });
    expect(result.notes.join()).toContain('is not approved: it would be refused');
    expect(d.rigid.server.hits).toEqual([]);
    expect(d.opened).toEqual([]);
    expect(await d.receipt()).toEqual([]);
    expect(await d.world.store.outbox(7, 'rigid')).toBeUndefined();
  });
});
