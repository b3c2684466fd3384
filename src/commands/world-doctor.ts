/** What `doctor` tries, each through a door of its own: nothing is stored or recorded. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Env, readEnv } from '../config/env.ts';
import { parseNewsletter } from '../config/newsletter.ts';
import { secretNames } from '../config/secrets.ts';
import { openFiles } from '../files/index.ts';
import { createDoor } from '../http/door.ts';
import { presetOf } from '../llm/presets.ts';
import { probe } from '../llm/probe.ts';
import { platformsFor } from '../platforms/index.ts';
import { verifySmtp } from '../platforms/smtp.ts';
import type { Files, Iso, Model, ModelProbe, Newsletter } from '../types.ts';
import { ignoredIn } from './ignored.ts';
import { packageFile } from './package.ts';
import { missingKey } from './world-asking.ts';
import { platformsOptions, STATE, secretsFor, smtpOf, userAgent } from './world-settings.ts';

/** What `doctor` tries one by one. */
export function doctorTools(dir: string) {
  const files = openFiles(resolve(dir));
  const env = readEnv(resolve(dir));
  return {
    files,
    hasKey: (model: Model) => missingKey(model, env),
    lacks: (secret: string) => env.secretsFor([secret])[secret] === undefined,
    examine: async (now: Iso) => {
      if (env.databaseUrl !== undefined) {
        const { examinePostgres } = await import('../store/examinePostgres.ts');
        const { name } = parseNewsletter((await files.read('newsletter.yaml')) ?? '', 'newsletter.yaml');
        return examinePostgres({ url: env.databaseUrl, newsletter: name }, now);
      }
      const { examineStore } = await import('../store/examine.ts');
      return examineStore({ path: resolve(dir, STATE) }, now);
    },
    workers: env.databaseUrl === undefined ? undefined : () => workersAt(env.databaseUrl as string),
    clock: () => new Date(),
    timeAt: (url: string) => timeAt(url, env),
    ignored: () => ignoredIn(resolve(dir)),
    packaged: (path: string) => readFileSync(packageFile(path), 'utf8'),
    probe: (model: Model) => probeOnce(model, env),
    probePlatform: (name: string, newsletter: Newsletter) => probePlatform(name, newsletter, files, env),
    verifyMail: async (newsletter: Newsletter) => {
      const smtp = smtpOf(newsletter, env, () => new Date());
      return smtp && verifySmtp(smtp);
    },
  };
}

async function workersAt(url: string): Promise<{ living: number; queue: boolean }> {
  const { openFleet } = await import('../store/fleet.ts');
  const fleet = await openFleet({ url });
  try {
    const living = (await fleet.workers()).length;
    const { isQueueInstalled } = await import('../queue/boss.ts');
    return { living, queue: await isQueueInstalled() };
  } finally {
    await fleet.close();
  }
}

/** When the host of an address says that it answered. */
async function timeAt(url: string, env: Env): Promise<string | undefined> {
  const door = createDoor({ clock: () => new Date(), secrets: {}, allow: env.allow, userAgent: userAgent() });
  try {
    return (await door.fetch({ url, from: 'operator' })).headers.date;
  } finally {
    await door.close();
  }
}

/** Asks a platform through a door of its own. */
async function probePlatform(name: string, newsletter: Newsletter, files: Files, env: Env): Promise<string> {
  const clock = () => new Date();
  const secrets = secretsFor(env, secretNames(JSON.stringify(newsletter)), newsletter);
  const door = createDoor({ clock, secrets, allow: env.allow, userAgent: userAgent() });
  try {
    const platforms = platformsFor(platformsOptions(newsletter, { fetch: door.fetch, files, secrets, clock }));
    return (await platforms[name]?.probe()) ?? '';
  } finally {
    await door.close();
  }
}

/** Asks a model through a door of its own: nothing is stored or recorded. */
async function probeOnce(model: Model, env: Env): Promise<ModelProbe> {
  const clock = () => new Date();
  const door = createDoor({ clock, secrets: {}, allow: env.allow, userAgent: userAgent() });
  try {
    return await probe({ model, key: env.key(presetOf(model).preset), fetch: door.fetch, clock });
  } finally {
    await door.close();
  }
}
