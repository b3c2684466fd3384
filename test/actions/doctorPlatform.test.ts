import { describe, expect, it } from 'vitest';
import { type PlatformTools, tryPlatforms } from '../../src/actions/doctorPlatform.ts';
import { UserError } from '../../src/errors.ts';
import { tempFiles } from '../support/world.ts';

const FINE: PlatformTools = { probePlatform: async (name) => `${name} answers`, verifyMail: async () => 'lets us in' };

async function tried(tools: PlatformTools, wanted: string | true = true) {
  const files = tempFiles();
  await files.write(
    'newsletter.yaml',
    'name: A\nplatforms: { kit: {}, buttondown: {} }\nnotify: { email: a@b.test }\n',
  );
  return tryPlatforms(files, tools, wanted);
}

describe('doctor --platform', () => {
  it('tries each platform and the mail server, or the one that is named', async () => {
    expect((await tried(FINE)).map(({ what, ok, detail }) => [what, ok, detail])).toEqual([
      ['kit', true, 'kit answers'],
      ['buttondown', true, 'buttondown answers'],
      ['mail', true, 'lets us in'],
    ]);
    expect((await tried(FINE, 'kit')).map(({ what }) => what)).toEqual(['kit', 'mail']);
    expect(await tried(FINE, 'ghost')).toMatchObject([
      { what: 'ghost', ok: false, mend: expect.stringContaining('kit, buttondown') },
    ]);
  });

  it('says which fails and what mends it, and goes on; a mail server that is not named is no fault', async () => {
    const refuse = async (name: string) => {
      if (name === 'kit') throw new UserError('kit: 401, the key is wrong', 4);
      return 'fine';
    };
    const findings = await tried({ probePlatform: refuse, verifyMail: async () => undefined });
    expect(findings).toMatchObject([
      { what: 'kit', ok: false, detail: 'kit: 401, the key is wrong', mend: expect.stringContaining('KIT_API_KEY') },
      { what: 'buttondown', ok: true },
      {
        what: 'mail',
        ok: true,
        detail: expect.stringContaining('notify.email'),
        mend: expect.stringContaining('SMTP_URL='),
      },
    ]);
  });
});
