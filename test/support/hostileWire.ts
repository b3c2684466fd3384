/** Sites of the hostile suite that are slow, without end, packed, cut off or no HTTP. */
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { body, drip, RSS, type Site } from './hostileAnswers.ts';
import { pour } from './hostileServers.ts';

const HOLD = 'HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n';

/** What the wire does. */
export function wireSites(): Record<string, Site> {
  const timedOut = /: timed out after 30 s/;
  const brokeOff = /: the answer broke off/;
  return {
    'drips for ever': {
      web: drip(RSS),
      says: timedOut,
    },
    'hangs before its headers': { web: () => {}, says: timedOut },
    'hangs after its headers': { web: (_, response) => response.writeHead(200, RSS).flushHeaders(), says: timedOut },
    'never ends': {
      web: (_, response) => pour(response.writeHead(200, RSS), '<'.repeat(1 << 20)),
      says: /more than 10 MB/,
    },
    'is a gzip bomb': bomb('gzip', gzipSync),
    'is a gzip bomb in a gzip bomb': bomb('gzip, gzip', (bytes) => gzipSync(gzipSync(bytes))),
    'is a brotli bomb': bomb('br', (bytes) =>
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
    ),
    'is a zstd bomb': bomb('zstd', zstdCompressSync),
    'says gzip and is none': {
      web: body('<rss/>', { ...RSS, 'content-encoding': 'gzip' }),
      says: /its compression is broken$/,
    },
    'ends before its length': { raw: (s) => s.end(`${HOLD}Content-Length: 5000\r\n\r\n<rss>`), says: brokeOff },
    'ends before its last chunk': {
      raw: (s) => s.end(`${HOLD}Transfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n`),
      says: brokeOff,
    },
    'has two lengths': {
      raw: (s) => s.end(`${HOLD}Content-Length: 5\r\nContent-Length: 50\r\n\r\n<rss>`),
      says: /broke off, or is not as long as it says/,
    },
    'closes at once': { raw: (s) => s.destroy(), says: brokeOff },
    'speaks SSH': { raw: (s) => s.write('SSH-2.0-OpenSSH_9.6\r\n'), says: /does not speak HTTP, or badly$/ },
    'has one header without end': {
      raw: (s) => pour(s, 'x'.repeat(65_536), `${HOLD}X-Long: `),
      says: /its headers are longer than any that are read/,
    },
    'has headers without end': {
      raw: (s) => pour(s, 'X-More: and more\r\n'.repeat(2000), HOLD),
      says: /its headers are longer than any that are read/,
    },
    'gives hints without end': {
      raw: (s) => pour(s, 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(500)),
      says: timedOut,
    },
    'has chunk extensions without end': {
      raw: (s) => pour(s, 'x'.repeat(65_536), `${HOLD}Transfer-Encoding: chunked\r\n\r\n5;x=`),
      says: /does not speak HTTP|timed out/,
    },
  };
}

function bomb(encoding: string, pack: (bytes: Uint8Array) => Uint8Array): Site {
  const packed = pack(Buffer.alloc(64_000_000));
  return {
    web: body(packed, { ...RSS, 'content-encoding': encoding }),
    says: /more than 10 MB, which is the most that is read/,
  };
}
