/** Servers for the hostile suite: many of them, on loopback addresses of their own, over TLS or without, well behaved or not. */
import { readFileSync } from 'node:fs';
import { createServer as createHttp, type Server as HttpServer, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import type { Writable } from 'node:stream';

/** Where something listens: `host` is `127.0.7.1:40001`. */
export interface Place {
  host: string;
  port: number;
}

const pem = (name: string) => readFileSync(`test/fixtures/tls/${name}.pem`, 'utf8');

/** Starts servers, and ends them all. */
export function createYard() {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();

  /** Linux answers on all of 127.0.0.0/8, other systems on its first address: there the ports tell hosts apart. */
  const nextAddress = () => (process.platform === 'linux' ? `127.0.${servers.length + 1}.1` : '127.0.0.1');
  async function listen(server: Server | HttpServer, port = 0, address = nextAddress()): Promise<Place> {
    servers.push(server as Server);
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.on('error', reject);
      server.listen(port, address, resolve);
    });
    const at = server.address() as { port: number };
    return { host: `${address.includes(':') ? `[${address}]` : address}:${at.port}`, port: at.port };
  }

  return {
    web: (handler: RequestListener) => listen(createHttp(handler)),
    /** What the command takes for the open web: names below `site.example` lead there. */
    open: (handler: RequestListener) => listen(createHttp(handler), 0, '127.0.0.1'),
    tls: (certificate: string, handler: RequestListener) =>
      listen(createHttps({ key: pem(certificate), cert: pem(certificate) }, handler), 0, '127.0.0.1'),
    /** `speak` is called when a request has begun to come. */
    raw: (speak: (socket: Socket, head: string) => void) =>
      listen(createServer((socket) => socket.once('data', (data) => speak(socket, String(data))))),
    /** Listens on both loopback addresses and tells of every connection. */
    async canary(): Promise<Place & { connections: string[] }> {
      const connections: string[] = [];
      const tell = (socket: Socket) => {
        connections.push(`${socket.localAddress}`);
        socket.once('data', (data) => connections.push(String(data).slice(0, 200)));
      };
      const place = await listen(createServer(tell), 0, '127.0.0.1');
      // a machine without IPv6 has one address less to be reached at
      await listen(createServer(tell), place.port, '::1').catch(() => servers.pop());
      return { ...place, connections };
    },
    async close(): Promise<void> {
      const ended = servers.map((server) => new Promise((resolve) => server.close(resolve)));
      for (const socket of sockets) socket.destroy();
      await Promise.all(ended);
    },
  };
}
export type Yard = ReturnType<typeof createYard>;

/** Writes the same for as long as somebody reads, 1 GB at most; `first` comes before it. */
export function pour(to: Writable, chunk: string, first = ''): void {
  const bytes = Buffer.from(chunk);
  let left = 1e9;
  const more = () => {
    while (left > 0) {
      left -= bytes.length;
      if (!to.write(bytes)) return;
    }
  };
  to.on('drain', more);
  if (first) to.write(first);
  more();
}
