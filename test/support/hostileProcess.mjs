/**
 * Loaded into the command by `--import`, in plain JavaScript, since stripping types would take 40 MB of the memory that is measured here.
 *
 * Names of HOSTILE_HOSTS (`name=address`, parted by spaces) lead where it says, as a line of /etc/hosts would have it; `*.name` is all below it. The address `none`
 * is no host's; `web` stands for the open web: the command sees a public address that belongs to nobody (3ffe::1, RFC 3701), and the connection is led to
 * 127.0.0.1, as a router would do. At its end the process tells how much memory it had at most.
 */
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const NOBODY = '3ffe::1';

/** @type {Map<string, string[]>} */
const hosts = new Map();
for (const line of (process.env.HOSTILE_HOSTS ?? '').split(' ').filter(Boolean)) {
  const [name = '', address = ''] = line.split('=');
  hosts.set(name, [...(hosts.get(name) ?? []), address === 'web' ? NOBODY : address]);
}

const { lookup } = dns;
dns.lookup = (name, options, done) => {
  const known = hosts.get(name.replace(/\.$/, '')) ?? hosts.get(name.replace(/^[^.]*/, '*'));
  if (known === undefined) return lookup(name, options, done);
  if (known.includes('none')) return setImmediate(() => done(Object.assign(new Error('none'), { code: 'ENOTFOUND' })));
  const addresses = known.map((address) => ({ address, family: net.isIP(address) }));
  setImmediate(() => done(null, addresses));
};
syncBuiltinESMExports();

const led = (found) => (found.address === NOBODY ? { address: '127.0.0.1', family: 4 } : found);
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  const guarded = options?.lookup;
  if (guarded) {
    options.lookup = (name, how, done) =>
      guarded(name, how, (error, found, family) => {
        if (error || Array.isArray(found)) return done(error, error ? found : found.map(led));
        const to = led({ address: found, family });
        return done(null, to.address, to.family);
      });
  }
  return connect.apply(this, args);
};

process.on('exit', () => process.stderr.write(`peak ${Math.round(process.resourceUsage().maxRSS / 1000)} MB\n`));
