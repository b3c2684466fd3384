import { scanMarkup } from '../text/markup.ts';
import { headersReserve, isReserved } from '../text/rights.ts';

const MAX_CHARS = 1_000_000;

/**
 * Whether a page asks that machines leave its text alone: `TDM-Reservation: 1` (W3C TDMRep) or `noai` in `X-Robots-Tag`, as a header or
 * as a `meta` of that name. `headers` have lower-case names.
 */
export function reservesRights(html: string, headers: Record<string, string>): boolean {
  if (headersReserve(headers)) return true;
  let reserved = false;
  scanMarkup(html.slice(0, MAX_CHARS), 'html', {
    open(name, attributes) {
      if (name.toLowerCase() !== 'meta') return;
      const key = (attributes.name ?? attributes['http-equiv'] ?? '').trim().toLowerCase();
      reserved ||= isReserved(key === 'x-robots-tag' ? 'robots' : key, attributes.content);
    },
    close() {},
  });
  return reserved;
}
