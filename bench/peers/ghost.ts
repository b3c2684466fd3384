/**
 * A whole life of an issue on a real Ghost, with a Mailgun on loopback that takes the mails. Run with the folder of an installed `ghost` package and
 * a Node that it likes: `node bench/peers/ghost.ts FOLDER [NODE]`. README.md beside this file says how to install it. Needs no build.
 */
import { readFileSync } from 'node:fs';
import { load } from 'cheerio';
import { SourceError } from '../../src/errors.ts';
import { createDoor } from '../../src/http/door.ts';
import { pasteHtml } from '../../src/platforms/filePackPaste.ts';
import { ghostPlatform, htmlCard } from '../../src/platforms/ghost.ts';
import { renderIssue } from '../../src/render/render.ts';
import type { Fetch, IssuePack, Platform } from '../../src/types.ts';
import { longIssue, newsletter } from '../../test/render/inputs.ts';
import { adminOf, startGhost } from './ghostSite.ts';

const [folder, node = process.execPath] = process.argv.slice(2);
if (!folder) throw new Error('which folder is the ghost package in? node bench/peers/ghost.ts FOLDER [NODE]');
const site = await startGhost(folder, node);
let failures = 0;

/** One line a step: what came of it, or what it was refused with. */
async function step(what: string, isRight: (told: string) => boolean, work: () => Promise<unknown>): Promise<void> {
  const told = await work().then(
    (value) => (typeof value === 'string' ? value : JSON.stringify(value)) ?? 'undefined',
    (error: Error) => `${error.name}: ${error.message}`,
  );
  const ok = isRight(told);
  if (!ok) failures++;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${what}: ${told.length > 330 ? `${told.slice(0, 330)}…` : told}`);
}
const has =
  (...words: string[]) =>
  (told: string) =>
    words.every((word) => told.includes(word));

async function packOf(platform: Platform, number: number, subject: string): Promise<IssuePack> {
  const { html, text } = await renderIssue(longIssue(15), { newsletter: newsletter(), platform: platform.tags });
  const key = `the-kitchen-radio-${String(number).padStart(3, '0')}`;
  return { number, key, subject, preheader: 'A line beside the subject', html, text, markdown: '' };
}

try {
  const admin = await adminOf(site.url);
  for (const name of ['ann', 'bob']) await admin.add('members', { email: `${name}@readers.example`, name });
  const door = createDoor({
    clock: () => new Date(),
    secrets: { GHOST_API_KEY: admin.key },
    allow: [new URL(site.url).host],
    userAgent: 'Pullquote (bench)',
  });
  const platformWith = (fetch: Fetch, key = admin.key) =>
    ghostPlatform({
      fetch,
      settings: { url: site.url },
      secret: () => key,
      clock: () => new Date(),
      newsletter: 'Radio',
    });
  const ghost = platformWith(door.fetch);
  /** Does the work, and loses the answer. */
  const lossy = platformWith(async (request) => {
    const answer = await door.fetch(request);
    if (request.method === 'GET') return answer;
    throw new SourceError('the connection was cut');
  });
  const pack = await packOf(ghost, 1, 'What 15 logs say about {{ braces }} & “quotes”');
  const posts = async (key: string) => (await admin.list('posts')).filter(({ slug }) => slug.startsWith(key));

  await step('probe', has('Ghost 6', 'default-newsletter'), () => ghost.probe());
  await step('probe with a key that is wrong', has('401', 'GHOST_API_KEY'), () =>
    platformWith(door.fetch, `${admin.key.slice(0, -4)}0000`).probe(),
  );
  await step('find before', has('undefined'), () => ghost.find(pack));
  await step('create, the answer lost', has('SourceError', 'Nobody knows'), () => lossy.createDraft(pack));
  await step('find after', has('"status":"draft"'), () => ghost.find(pack));
  await step('posts of this key', has('1 (draft)'), async () => {
    const all = await posts(pack.key);
    return `${all.length} (${all.map(({ status }) => status).join(', ')})`;
  });
  const id = (await ghost.find(pack))?.id ?? '';
  await step('update', has('"status":"draft"'), () => ghost.update(id, { ...pack, subject: 'Changed once' }));
  await step('what Ghost keeps of the words', has('the same'), async () => {
    const { html = '', title } = await admin.read(id);
    const card = htmlCard(pasteHtml(pack));
    const same = normal(html) === normal(card);
    return `title “${title}”, ${Buffer.byteLength(html)} bytes, the card in it ${same ? 'the same' : 'CHANGED'} (${Buffer.byteLength(card)}; the whole email has ${Buffer.byteLength(pack.html)})`;
  });
  await step('schedule for a time that is over', has('does not lie ahead'), () => ghost.schedule(id, hence(-60)));
  await step('schedule', has('"status":"scheduled"'), () => ghost.schedule(id, hence(3600)));
  await step('update of what is scheduled', has('no draft any more'), () => ghost.update(id, pack));
  await step('mails so far', has('0 to 0'), async () => site.mails());
  await step('send, the answer lost', has('SourceError', 'Nobody knows'), () => lossy.send(id));
  await step('its status, once mailed', has('"status":"sent"'), async () => {
    for (let tries = 0; tries < 120; tries++) {
      const now = await ghost.status(id);
      if (now?.status === 'sent') return now;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return ghost.status(id);
  });
  await step('send again', has('"status":"sent"'), () => ghost.send(id));
  await step('schedule again', has('"status":"sent"'), () => ghost.schedule(id, hence(3600)));
  await step('find what was sent', has('"status":"sent"'), () => ghost.find(pack));
  await step('mails', has('1 to 2'), async () => site.mails());
  await step(
    'what the mail holds',
    has('one-click unsubscribe: yes', 'no link of ours: yes', 'Changed once'),
    async () => site.lastMail(),
  );
  await step('posts of this key', has('1 (published)'), async () => {
    const all = await posts(pack.key);
    return `${all.length} (${all.map(({ status }) => status).join(', ')})`;
  });
  const other = await packOf(ghost, 2, 'The second');
  await admin.add('pages', { title: 'A page', slug: other.key });
  await step('create where a page has the slug', has('"status":"draft"'), () => ghost.createDraft(other));
  await step('find it', has('"status":"draft"'), () => ghost.find(other));
  const second = (await ghost.find(other))?.id ?? '';
  await admin.remove('posts', second);
  await step('status of what was deleted', has('undefined'), () => ghost.status(second));
  await step('update of what was deleted', has('publish again'), () => ghost.update(second, other));
  await door.close();
} finally {
  await site.close();
}
const { version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as { version: string };
console.log(
  `Ghost ${version}: ${failures === 0 ? 'all as it should be' : `${failures} steps are not as they should be`}`,
);
process.exitCode = failures === 0 ? 0 : 1;

/** Ghost writes the markup anew: white space between tags and references such as `&#8203;` become characters. */
function normal(html: string): string {
  return load(html.replaceAll(/<!--kg-card-(begin|end): html-->/g, ''), null, false)
    .html()
    .replace(/>\s+</g, '><')
    .replace(/\s+/g, ' ')
    .trim();
}

function hence(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}
