/** Which URLs and addresses a crawler may go to: the public internet alone. Names are looked up on connect, in the door. */
import { BlockList, isIP } from 'node:net';

export interface GuardAnswer {
  ok: boolean;
  /** In words for the editor, where it is refused. */
  reason?: string;
}

/** IANA's IPv4 special-purpose registry (RFC 6890), multicast and the reserved class E. */
const INNER_V4 = blocks('ipv4', [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]);
/** Of IPv6, only global unicast is outside, less its protocol assignments (Teredo among them) and documentation. */
const GLOBAL_V6 = blocks('ipv6', ['2000::/3']);
const INNER_V6 = blocks('ipv6', ['2001::/23', '2001:db8::/32', '3fff::/20']);

/** Names that local resolvers answer (RFC 6761, 6762, 8375, ICANN's .internal) and those that no public one does. */
const INNER_SUFFIX =
  /(^|\.)(localhost|local|localdomain|lan|internal|intranet|private|corp|home|home\.arpa|domain|workgroup|svc|cluster|onion|invalid)$/;

function blocks(family: 'ipv4' | 'ipv6', subnets: string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = '', prefix = ''] = subnet.split('/');
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/**
 * Whether a URL out of crawled content may be fetched: http or https, no credentials, a public name or address. Addresses are judged as
 * the WHATWG URL parser reads them, so decimal, hex and octal spellings are the same address. Never throws.
 */
export function guardUrl(url: string): GuardAnswer {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return refused('not an absolute URL');
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')
    return refused(`scheme ${parsed.protocol} is not http or https`);
  if (parsed.username !== '' || parsed.password !== '') return refused('has a user name or password in it');
  const host = parsed.hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');
  if (host === '') return refused('has no host');
  if (isIP(host)) return guardAddress(host);
  if (INNER_SUFFIX.test(host)) return refused(`${host} is a name of a local network`);
  if (!host.includes('.')) return refused(`${host} is a name without a domain`);
  return { ok: true };
}

/** Whether an address, as a look-up gives it, is a public one. IPv4 within IPv6 (mapped, NAT64, 6to4) is judged as IPv4. */
export function guardAddress(ip: string): GuardAnswer {
  const address = ip.replace(/%.*$/, '');
  const family = isIP(address);
  if (family === 4) return INNER_V4.check(address, 'ipv4') ? inner(ip) : { ok: true };
  if (family !== 6) return refused(`${ip} is not an IP address`);
  const embedded = embeddedV4(address);
  if (embedded) return INNER_V4.check(embedded, 'ipv4') ? inner(ip) : { ok: true };
  const isPublic = GLOBAL_V6.check(address, 'ipv6') && !INNER_V6.check(address, 'ipv6');
  return isPublic ? { ok: true } : inner(ip);
}

/** The IPv4 address that an IPv6 one leads to: ::ffff:0:0/96 (RFC 4291), 64:ff9b::/96 (RFC 6052), 2002::/16 (RFC 3056). */
function embeddedV4(address: string): string | undefined {
  const groups = groupsOf(address);
  const [a, b] = [groups[0] ?? 0, groups[1] ?? 0];
  const zeros = (from: number, to: number) => groups.slice(from, to).every((group) => group === 0);
  if (a === 0x2002) return dotted(b, groups[2] ?? 0);
  const mapped = zeros(0, 5) && groups[5] === 0xffff;
  const nat64 = a === 0x64 && b === 0xff9b && zeros(2, 6);
  return mapped || nat64 ? dotted(groups[6] ?? 0, groups[7] ?? 0) : undefined;
}

/** The eight groups of an IPv6 address. The URL parser writes a dotted ending as two groups. */
function groupsOf(address: string): number[] {
  const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const read = (part: string | undefined) => (part ? part.split(':').map((group) => Number.parseInt(group, 16)) : []);
  const [left, right] = [read(head), read(tail)];
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function inner(ip: string): GuardAnswer {
  return refused(`${ip} is not a public address`);
}

function refused(reason: string): GuardAnswer {
  return { ok: false, reason };
}
