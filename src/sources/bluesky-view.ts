/** Answers of Bluesky's public API (app.bsky.feed.defs), read by shape: whatever is missing or odd is left out, and nothing else is lost. */
import { z } from 'zod';
import { count, listOf, maybeText } from './shapes.ts';

const POST_URI = /^at:\/\/(did:[a-z]+:[\w.:%-]{1,300})\/app\.bsky\.feed\.post\/([\w.~:-]{1,512})$/;

const did = z.string().regex(/^did:[a-z]+:[\w.:%-]{1,300}$/);
const labels = listOf(z.object({ val: z.string(), neg: z.boolean().optional().catch(undefined) }));
const author = z.object({ did, handle: z.string().catch(''), labels });
const feature = z.object({ $type: maybeText, uri: maybeText, did: did.optional().catch(undefined) });
const facet = z.object({
  index: z.object({ byteStart: z.number().int().nonnegative(), byteEnd: z.number().int().nonnegative() }),
  features: listOf(feature),
});
const ref = z.object({ uri: z.string() });
const record = z.object({
  text: z.string(),
  createdAt: maybeText,
  langs: listOf(z.string()),
  facets: listOf(facet),
  reply: z.object({ root: ref, parent: ref }).optional().catch(undefined),
});
const external = z
  .object({ external: z.object({ uri: z.string() }) })
  .optional()
  .catch(undefined);
const quotedView = z.object({ uri: z.string(), author });

const postView = z
  .object({
    uri: z.string().regex(POST_URI),
    author,
    record,
    embed: z.unknown().optional(),
    likeCount: count,
    replyCount: count,
    indexedAt: maybeText,
    labels,
  })
  // P2: whoever the address names is the author
  .refine(({ uri, author: { did: who } }) => idOf(uri)?.did === who);

export type PostView = z.infer<typeof postView>;
export type AuthorView = z.infer<typeof author>;
export { did as didSchema };

/** A post, or undefined where there is none: deleted, blocked, or nothing that can be read. */
export function readView(json: unknown): PostView | undefined {
  return postView.safeParse(json).data;
}

/** The account and key of a post's AT URI. */
export function idOf(uri: string): { did: string; rkey: string } | undefined {
  const [, who, rkey] = POST_URI.exec(uri) ?? [];
  return who === undefined || rkey === undefined ? undefined : { did: who, rkey };
}

/** What a post shows below its words: the card of a page, a quoted post; pictures are neither. */
export function embedOf(view: PostView): { card?: string; quoted?: { uri: string; author: AuthorView } } {
  const shape = z.object({ media: external, record: z.unknown().optional() }).optional().catch(undefined);
  const card = external.parse(view.embed)?.external.uri ?? shape.parse(view.embed)?.media?.external.uri;
  const quote = shape.parse(view.embed)?.record;
  const quoted = quotedView.safeParse(quote).data ?? z.object({ record: quotedView }).safeParse(quote).data?.record;
  return { ...(card === undefined ? {} : { card }), ...(quoted === undefined ? {} : { quoted }) };
}

/** Whether its author asks that it be shown to signed-in readers alone. */
export function isWithheld(view: PostView): boolean {
  return [...view.author.labels, ...view.labels].some(({ val, neg }) => val === '!no-unauthenticated' && neg !== true);
}

/** When a post counts as made: what its author says, unless the network saw it earlier. */
export function madeAt(view: PostView): string | undefined {
  const times = [view.record.createdAt, view.indexedAt]
    .map((at) => Date.parse(at ?? ''))
    .filter((at) => !Number.isNaN(at));
  return times.length === 0 ? undefined : new Date(Math.min(...times)).toISOString();
}
