/** Saves batches of 200 items to the store at argv[2], saying each, until it is killed. */
import { openStore } from '../../src/store/index.ts';
import { item } from './material.ts';

const store = await openStore({ path: process.argv[2] as string });
for (let batch = 0; ; batch++) {
  const items = Array.from({ length: 200 }, (_, i) => item(`b${batch}-${i}`, { title: `batch ${batch}` }));
  await store.saveItems(items, new Map());
  process.stdout.write(`${batch}\n`);
}
