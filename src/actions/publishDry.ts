/** `publish --dry-run`: every request as it would be sent, without its secret. Nothing is sent and nothing is written. */
import { SourceError, UserError } from '../errors.ts';
import { isApproved } from '../issue/approval.ts';
import { SECRET } from '../text/secret.ts';
import type { Fetch, FetchRequest, Platform, World } from '../types.ts';
import { readIssue } from './issues.ts';
import { platformOf } from './publishAsked.ts';
import { keyOf, packFor } from './publishPack.ts';
import { receiptOf } from './publishReceipt.ts';
import type { PublishOptions, PublishResult, ShownRequest } from './publishTypes.ts';
import type { Workspace } from './workspace.ts';

/** What platforms call a draft that don't call it so. */
const DRAFT_WORDS: Record<string, string> = { mailchimp: 'save' };
/** Stands for the id that the platform will give. */
const ID = 'ID';

/** Plays a publish against nothing. An issue that is not approved yet is shown too, with a note. */
export async function rehearse(
  world: World,
  workspace: Workspace,
  number: number,
  o: PublishOptions,
): Promise<PublishResult> {
  const real = platformOf(world, o.to);
  const { issue, markdown } = await readIssue(world.files, number);
  const before = (await receiptOf(world.files, number)).pushed.find(({ platform }) => platform === o.to);
  const key = before?.key ?? keyOf(workspace.newsletter.name, number);
  const notes = isApproved(issue, markdown) ? [] : [`issue ${number} is not approved: it would be refused`];
  if (before?.status === 'sent' || before?.status === 'sending') notes.push('it was sent already: it would be refused');
  const requests: ShownRequest[] = [];
  const tape = { step: '' };
  const said = {
    list: String(workspace.newsletter.platforms[o.to]?.newsletter ?? ID),
    draft: DRAFT_WORDS[o.to] ?? 'draft',
  };
  const platform = world.platformWith?.(o.to, taped(requests, tape, said));
  if (!platform)
    return {
      number,
      platform: o.to,
      id: '',
      where: '',
      status: 'unknown',
      did: [],
      requests,
      notes: [...notes, 'it makes no requests: files are written'],
    };
  const pack = await packFor(world, workspace, { issue, markdown, platform: real, key });
  const play = async (step: string, act: (platform: Platform) => Promise<unknown>) => {
    tape.step = step;
    await overheard(() => act(platform), notes);
  };
  const id = before?.id ?? ID;
  if (before) await play('status', (p) => p.status(id));
  else await play('find', (p) => p.find(pack));
  await play(before ? 'update' : 'create', (p) => (before ? p.update(id, pack) : p.createDraft(pack)));
  if (o.test?.length && real.supports.test !== 'none') await play('test', (p) => p.test(id, pack, o.test ?? []));
  else if (o.test?.length) notes.push('the test would go by SMTP_URL');
  const { schedule } = o;
  if (schedule !== undefined) await play('schedule', (p) => p.schedule(id, schedule));
  if (o.send) await play('send', (p) => p.send(id));
  return {
    number,
    platform: o.to,
    id: before?.id ?? '',
    where: before?.where ?? '',
    status: before?.status ?? 'unknown',
    did: [],
    requests,
    notes,
  };
}

/** Words of the platform's own that its answers must have: the list that newsletter.yaml names, and what it calls a draft. */
interface Said {
  list: string;
  draft: string;
}

/** A door that leads nowhere: it writes down what is asked, and answers with what most platforms would say. */
function taped(requests: ShownRequest[], tape: { step: string }, said: Said): Fetch {
  return async (request) => {
    requests.push(shown(request, tape.step));
    const body = new TextEncoder().encode(JSON.stringify(answerTo(request, said)));
    return { url: request.url, finalUrl: request.url, status: 200, headers: {}, body, at: '', from: 'network' };
  };
}

/** An answer that platforms take for a draft of theirs: the fields of all of them. Where one can't read it, what was asked until then is shown. */
function answerTo({ body, url }: FetchRequest, said: Said): unknown {
  const sent = body === undefined ? {} : readable(body);
  const own = typeof sent === 'object' && sent !== null ? sent : {};
  const slug = /slug/.test(url) ? '' : ID;
  const draft = { ...own, id: ID, uuid: ID, web_id: 0, slug, status: said.draft, updated_at: '', send_at: null };
  const lists = {
    is_ready: true,
    items: [],
    results: [],
    campaigns: [],
    broadcasts: [],
    total_items: 0,
    pagination: { has_next_page: false },
  };
  const ghost = { posts: [{ ...draft, tags: [] }], newsletters: [{ slug: said.list, name: '' }] };
  return { ...draft, ...lists, ...ghost, data: { ...draft, results: [] }, broadcast: draft };
}

/** What a platform makes of the answers doesn't matter here; what it refuses before it asks does. */
async function overheard(act: () => Promise<unknown>, notes: string[]): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (error instanceof UserError && error.exitCode === 2 && !notes.includes(error.message)) notes.push(error.message);
    else if (!(error instanceof Error) || (error instanceof SourceError && /is not set/.test(error.message)))
      throw error;
  }
}

function shown(request: FetchRequest, step: string): ShownRequest {
  const { url, method = 'GET', headers = {}, body } = request;
  const safe = Object.entries(headers).map(([name, value]) => [name, withoutSecret(name, value)]);
  const more = body === undefined ? {} : { body: readable(body) };
  return { step, method, url, headers: Object.fromEntries(safe) as Record<string, string>, ...more };
}

/** `Basic …` and the like for a key that the platform computed with; what stands as `${NAME}` is no secret. */
function withoutSecret(name: string, value: string): string {
  if (!/auth|(api|kit)-?key|token|secret|cookie/i.test(name) || value.replace(SECRET, '') !== value) return value;
  const kind = /^[A-Za-z]+(?= )/.exec(value)?.[0];
  return kind ? `${kind} …` : '…';
}

function readable(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
