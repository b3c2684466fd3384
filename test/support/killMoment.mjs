/**
 * Loaded into the command by `--import`. Counts what it does to its database and its files. From the one whose number is in KILL_AT, and KILL_LATER microseconds after it began, another thread
 * kills the process with SIGKILL: it may be in the middle of a write. One that comes to its end tells how many there were.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Worker } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';

const at = Number(process.env.KILL_AT ?? 0);
const later = Number(process.env.KILL_LATER ?? 0);
const signal = new Int32Array(new SharedArrayBuffer(4));
if (at > 0) {
  const waits = `const { workerData: { signal, later, pid } } = require('node:worker_threads');
Atomics.wait(signal, 0, 0);
const from = process.hrtime.bigint();
while (Number(process.hrtime.bigint() - from) < later * 1000);
process.kill(pid, 'SIGKILL');`;
  new Worker(waits, { eval: true, workerData: { signal, later, pid: process.pid } }).unref();
}

let moments = 0;
function moment() {
  if (++moments !== at) return;
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
}

for (const name of ['rename', 'rm', 'writeFile']) {
  const real = fs.promises[name];
  fs.promises[name] = (...given) => {
    moment();
    return real(...given);
  };
}
syncBuiltinESMExports();

const { prepare } = Sqlite.prototype;
Sqlite.prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql);
  for (const name of ['run', 'all', 'get']) {
    const real = statement[name];
    statement[name] = (...given) => {
      moment();
      return real.apply(statement, given);
    };
  }
  return statement;
};

process.on('exit', () => process.stderr.write(`moments ${moments}\n`));
