/** Opens the store of the newsletter argv[3] in the database at argv[2] when it is told to, saves one item, and says how many it has seen. */
import { once } from 'node:events';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { item } from './material.ts';

const [url, newsletter] = process.argv.slice(2) as [string, string];
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const store = await openPostgresStore({ url, newsletter });
await store.saveItems([item(`by-${process.pid}`)], new Map());
process.stdout.write(`${(await store.items('', '9999')).length}\n`);
await store.close();
process.stdin.destroy();
