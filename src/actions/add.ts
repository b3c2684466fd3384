/** `add URL`: the editor's own find into the inbox of `editor.yaml`, for the next issue. */
import { Temporal } from 'temporal-polyfill';
import { xPost } from '../config/addresses.ts';
import { parseEditor } from '../config/editor.ts';
import { addInbox, type InboxEntry } from '../config/editorFile.ts';
import { UserError } from '../errors.ts';
import { guardUrl } from '../text/guard.ts';
import { isPersonalLink } from '../text/personalLinks.ts';
import { parseTranscript } from '../text/transcript.ts';
import { EDITOR_FORMS, transcriptKey } from '../text/transcript-forms.ts';
import { canonicalUrl, printedUrl } from '../text/url.ts';
import type { Day, SlotName, World } from '../types.ts';
import { type FoundPage, lookAtFind } from './addLook.ts';
import { webAddress } from './webAddress.ts';
import type { Workspace } from './workspace.ts';

export interface AddOptions {
  url: string;
  note?: string;
  section?: SlotName;
  author?: string;
  /** Pasted words of a page that can't be read. */
  text?: string;
  transcript?: { name: string; text: string };
}
export interface AddedFind extends FoundPage {
  /** As it is printed: trackers gone, a gift link's parameters kept. */
  url: string;
  /** True where it waited in the inbox already; what is new about it was written there. */
  waiting: boolean;
  /** Whether `editor.yaml` or a transcript was written: a find that waits may have come with nothing new. */
  changed: boolean;
  added: Day;
  transcript?: { path: string; words: number; lastSecond?: number };
}
const FILE = 'editor.yaml';
const HEADER =
  '# What the editor decided: finds for the next issue (inbox), pins, mutes, and which stories are the same.\n\n';
/** As much as of a page's captured words. */
const LONGEST_TEXT = 100_000;

/**
 * Reads what is at an address and puts it into the inbox. A page that can't be read is added too, with a warning. Throws UserError for an
 * address that is none, or that the guard refuses, and for a transcript without words.
 */
export async function addFind(world: World, { newsletter }: Workspace, o: AddOptions): Promise<AddedFind> {
  const address = findAddress(o.url);
  const text = pasted(o.text, address);
  const url = printedUrl(address);
  const added = today(world.clock(), newsletter.timezone);
  const { note, section, author } = o;
  const more = { note, section, author: author?.replace(/^@/, ''), text };
  const given = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
  const entry: InboxEntry = { url, ...given, added };
  const transcript = o.transcript && readTranscript(url, o.transcript);
  const found = await lookAtFind(world, { ...entry, url: address }, { hasTranscript: transcript !== undefined });
  refuseInner(address, found, text !== undefined);
  const written = await write(world, entry, transcript);
  const kept = transcript && {
    path: transcript.path,
    words: transcript.words,
    ...(transcript.lastSecond === undefined ? {} : { lastSecond: transcript.lastSecond }),
  };
  return { ...found, url, ...written, added, ...(kept ? { transcript: kept } : {}) };
}

/** What is printed in an issue holds no secret. */
function findAddress(written: string): string {
  const address = webAddress(written);
  if (address.includes('${')) throw new UserError('a find is linked in the issue: its address cannot hold a secret');
  const { username, password } = new URL(address);
  if (username !== '' || password !== '')
    throw new UserError('a find is linked in the issue: its address cannot hold a user name or password');
  if (isPersonalLink(address))
    throw new UserError(
      `${address} is not taken: it was made for one reader, since it carries a token or leads to a subscription. A find is linked in the issue: give the page's own address`,
    );
  return address;
}

/** An inner address that PULLQUOTE_ALLOW lists is read; every other one, by name or by what the name leads to, is no find. */
function refuseInner(address: string, { unread, read }: FoundPage, isPasted: boolean): void {
  const guard = guardUrl(address);
  const inner = / is not a public address/.test(unread ?? '');
  if ((guard.ok || (read && !isPasted)) && !inner) return;
  throw new UserError(`${address} is not taken: ${guard.ok ? unread : guard.reason}. A find is linked in the issue`);
}

function pasted(text: string | undefined, address: string): string | undefined {
  if (text === undefined) return undefined;
  const words = text.replaceAll('\r\n', '\n').trim();
  if (words === '')
    throw new UserError('--text is empty: give the words of the page, or - to read them from standard input');
  if (words.length > LONGEST_TEXT)
    throw new UserError(
      `--text has ${words.length} characters; at most ${LONGEST_TEXT} are kept. Give the part to quote from`,
    );
  const post = xPost(address);
  // P2: whose words they are is the address's to say
  if (post && post.handle === undefined)
    throw new UserError(`${address} names no account; copy the post's own address, https://x.com/HANDLE/status/…`);
  return words;
}

function today(now: Date, timezone: string): Day {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timezone).toPlainDate().toString();
}

interface Transcript {
  path: string;
  text: string;
  words: number;
  lastSecond?: number;
}

/** A file with words in it, and its place in the workspace. */
function readTranscript(url: string, { name, text }: { name: string; text: string }): Transcript {
  const written = (/\.([a-z0-9]+)$/i.exec(name)?.[1] ?? '').toLowerCase();
  const ending = ({ htm: 'html', text: 'txt', md: 'txt' } as Record<string, string>)[written] ?? written;
  if (!EDITOR_FORMS.includes(ending))
    throw new UserError(`${name}: a transcript is one of ${EDITOR_FORMS.map((form) => `.${form}`).join(', ')}`);
  const parsed = parseTranscript(text, undefined, name);
  if (!parsed) throw new UserError(`${name} has no words in it that could be read as a transcript`);
  const words = parsed.text.split(/\s+/).length;
  const lastSecond = parsed.cues.at(-1)?.seconds;
  const path = `transcripts/${transcriptKey(url)}.${ending}`;
  return { path, text, words, ...(lastSecond === undefined ? {} : { lastSecond }) };
}

/** Both files or none, read under the lock: nothing that was written meanwhile is lost (P5). */
async function write(
  world: World,
  entry: InboxEntry,
  transcript: Transcript | undefined,
): Promise<Pick<AddedFind, 'waiting' | 'changed'>> {
  return world.files.locked('add', async () => {
    const before = await world.files.read(FILE);
    const after = addInbox(before ?? HEADER, entry);
    if (transcript) await refuseTwin(world, transcript);
    const told = transcript ? await world.files.read(transcript.path) : undefined;
    const files: [string, string][] = after === before ? [] : [[FILE, after]];
    if (transcript && told !== transcript.text) files.push([transcript.path, transcript.text]);
    if (files.length > 0) await world.files.writeTogether(files);
    return { waiting: isWaiting(before, entry.url), changed: files.length > 0 };
  });
}

function isWaiting(editorYaml: string | undefined, url: string): boolean {
  const { inbox } = parseEditor(editorYaml, FILE);
  return inbox.some((entry) => entry.usedIn === undefined && canonicalUrl(entry.url) === canonicalUrl(url));
}

/** Only one transcript of a recording is read, and which one is the editor's to say. */
async function refuseTwin({ files }: World, { path, text }: Transcript): Promise<void> {
  const name = path.slice(path.indexOf('/') + 1);
  const key = name.replace(/\.\w+$/, '');
  const twin = (await files.list('transcripts')).find((other) => other.replace(/\.\w+$/, '') === key);
  if (twin === undefined || (twin === name && (await files.read(path)) === text)) return;
  throw new UserError(`transcripts/${twin} is there already; remove it first if the new file is to be read`);
}
