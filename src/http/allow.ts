/** Which addresses may be opened. Public ones always; inner ones only those that the operator wrote and listed in PULLQUOTE_ALLOW. */
import { BlockList, isIP } from 'node:net';
import { SourceError, UserError } from '../errors.ts';
import { guardAddress, guardUrl } from '../text/guard.ts';

/** Who wrote the address; each has connections of its own, since a pooled connection is not checked again. */
export type Policy = 'operator' | 'crawled';

/** The guard in front of the wire. */
export interface Gate {
  /** Throws SourceError where the URL as written may not be opened. `shown` is the URL for messages. */
  enter(url: URL, policy: Policy, shown: string): void;
  /** What is wrong with the address that a host name led to; undefined: nothing. */
  refusal(ip: string, hostname: string, port: number, policy: Policy): string | undefined;
}

interface Allowed {
  hosts: Set<string>;
  nets: { port: number; list: BlockList }[];
}

/** Reads `host:port` and `a.b.c.d/n:port` entries (IPv6 hosts in brackets). Throws UserError where one is neither. */
export function createGate(entries: string[]): Gate {
  const allowed = parseAllow(entries);
  const listed = (ip: string, hostname: string, port: number) =>
    allowed.hosts.has(`${hostname}:${port}`) ||
    allowed.nets.some((net) => net.port === port && net.list.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4'));
  return {
    enter(url, policy, shown) {
      const verdict = guardUrl(url.href);
      if (verdict.ok) return;
      const reason = verdict.reason ?? 'it is an inner address';
      if (policy === 'crawled' || !/^https?:$/.test(url.protocol)) {
        throw new SourceError(`${shown} is not opened: ${reason}`);
      }
      const [host, port] = [bareHost(url), portOf(url)];
      // a name such as localhost is judged by what it resolves to
      const byAddress = isIP(host) === 0 && allowed.nets.some((net) => net.port === port);
      if (byAddress || listed(host, host, port)) return;
      throw new SourceError(`${shown} is not opened: ${reason}. ${advice(url.hostname, port)}`);
    },
    refusal(ip, hostname, port, policy) {
      const verdict = guardAddress(ip);
      if (verdict.ok) return undefined;
      const operator = policy === 'operator';
      if (operator && listed(ip, hostname, port)) return undefined;
      const what = `its host ${hostname} is at ${ip}, which is not a public address`;
      return operator ? `${what}. ${advice(hostname, port)}` : what;
    },
  };
}

function advice(hostname: string, port: number): string {
  return `If it is meant to be, set PULLQUOTE_ALLOW=${hostname}:${port}`;
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}
function portOf(url: URL): number {
  return Number(url.port || (url.protocol === 'https:' ? 443 : 80));
}

function parseAllow(entries: string[]): Allowed {
  const allowed: Allowed = { hosts: new Set(), nets: [] };
  for (const entry of entries.filter((text) => text.trim() !== '')) {
    const [, name = '', bits, digits] = entry.trim().match(/^(\[[^\]]+\]|[^:/[\]]+)(?:\/(\d{1,3}))?:(\d{1,5})$/) ?? [];
    const host = name.replace(/^\[|\]$/g, '').toLowerCase();
    const [family, port] = [isIP(host), Number(digits)];
    const widest = family === 6 ? 128 : 32;
    if (host === '' || !(port >= 1 && port <= 65_535) || (bits && (family === 0 || Number(bits) > widest))) {
      throw new UserError(`PULLQUOTE_ALLOW: "${entry}" is neither host:port nor a.b.c.d/n:port, as 127.0.0.1:8080`);
    }
    allowed.hosts.add(bits ? '' : `${host}:${port}`);
    if (family === 0) continue;
    const list = new BlockList();
    list.addSubnet(host, Number(bits ?? widest), family === 6 ? 'ipv6' : 'ipv4');
    allowed.nets.push({ port, list });
  }
  return allowed;
}
