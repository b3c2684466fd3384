/**
 * Loaded into the command by `--import`. Counts what it writes down on this machine: rows of the outbox, files put in their place or taken away. After the one whose number is in KILL_AFTER the
 * process kills itself with SIGKILL, which nothing can catch; one that comes to its end tells what they were.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import Sqlite from 'better-sqlite3';

const last = Number(process.env.KILL_AFTER ?? 0);
const done = [];

function changed(what) {
  done.push(what);
  if (done.length === last) process.kill(process.pid, 'SIGKILL');
}
/** Without the number of the process and its hour. */
function nameOf(path) {
  return String(path)
    .split('/')
    .at(-1)
    .replace(/-\d.*(?=\.json)/, '');
}

const { rename, rm } = fs.promises;
fs.promises.rename = async (from, to) => {
  await rename(from, to);
  changed(nameOf(to));
};
fs.promises.rm = async (path, how) => {
  await rm(path, how);
  changed(`less ${nameOf(path)}`);
};
syncBuiltinESMExports();

const { prepare } = Sqlite.prototype;
Sqlite.prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql);
  if (!/^insert into "outbox"/i.test(sql)) return statement;
  const { run } = statement;
  statement.run = (...given) => {
    const result = run.apply(statement, given);
    changed('outbox');
    return result;
  };
  return statement;
};

process.on('exit', () => process.stderr.write(`wrote ${done.join(', ')}\n`));
