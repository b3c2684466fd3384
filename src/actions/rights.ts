/** What sites say of their pages as a whole, beside what each page says of itself. */
import { SourceError } from '../errors.ts';
import { decodeText } from '../text/decode.ts';
import { parseTdmRep, type TdmRep } from '../text/tdmrep.ts';
import type { Fetch } from '../types.ts';

export interface SiteRights {
  /** Whether the site of a page reserves text and data mining of it, in its `/.well-known/tdmrep.json`. */
  reserved(url: string): Promise<boolean>;
}

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 200_000;
const NOTHING: TdmRep = { reserves: () => false };

/** Asks each site once, however often and with whatever answer: where none can be had, nothing is reserved. */
export function siteRights(fetch: Fetch): SiteRights {
  const known = new Map<string, Promise<TdmRep>>();
  return {
    async reserved(url) {
      if (!/^https?:/i.test(url) || !URL.canParse(url)) return false;
      const { origin, pathname, search } = new URL(url);
      const asked = known.get(origin) ?? readTdmRep(fetch, origin);
      known.set(origin, asked);
      return (await asked).reserves(pathname + search);
    },
  };
}

async function readTdmRep(fetch: Fetch, origin: string): Promise<TdmRep> {
  const url = `${origin}/.well-known/tdmrep.json`;
  const limits = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES };
  try {
    const { status, body, headers } = await fetch({ url, from: 'crawled', cache: 'revalidate', ...limits });
    return status === 200 ? parseTdmRep(decodeText(body, headers['content-type'] ?? '')) : NOTHING;
  } catch (error) {
    if (error instanceof SourceError) return NOTHING;
    throw error;
  }
}
