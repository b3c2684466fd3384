import { scanMarkup } from '../text/markup.ts';

const MAX_CHARS = 1_000_000;

/**
 * Whether a page asks that machines leave its text alone: `TDM-Reservation: 1` (W3C TDMRep) or `noai` in `X-Robots-Tag`, as a header or
 * as a `meta` of that name. `headers` have lower-case names.
 */
export function reservesRights(html: string, headers: Record<string, string>): boolean {
  if (isReserved('tdm-reservation', headers['tdm-reservation'])) return true;
  if (isReserved('robots', headers['x-robots-tag'])) return true;
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

function isReserved(name: string, value: string | undefined): boolean {
  if (!value) return false;
  if (name === 'tdm-reservation') return value.trim() === '1';
  return (
    name === 'robots' &&
    value
      .toLowerCase()
      .split(/[\s,:;]+/)
      .includes('noai')
  );
}
