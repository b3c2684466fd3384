import { expect, it } from 'vitest';
import { createRoom } from '../../src/text/room.ts';

/** Lets everything that can go on go on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('lets so many in, in the order in which they came', async () => {
  const room = createRoom(2);
  const places = [room(), room(), room(), room()];
  const inside: number[] = [];
  for (const [i, place] of places.entries()) void place.enter().then(() => inside.push(i));
  await settled();
  expect(inside).toEqual([0, 1]);
  places[1]?.leave();
  await settled();
  expect(inside).toEqual([0, 1, 2]);
  places[0]?.leave();
  places[2]?.leave();
  await settled();
  expect(inside).toEqual([0, 1, 2, 3]);
});

it('lets who comes back in before those who were not inside yet', async () => {
  const room = createRoom(1);
  const [first, second, third] = [room(), room(), room()];
  const inside: string[] = [];
  await first.enter();
  void second.enter().then(() => inside.push('second'));
  void third.enter().then(() => inside.push('third'));
  first.leave();
  void first.enter().then(() => inside.push('first again'));
  await settled();
  expect(inside).toEqual(['first again']);
  first.leave();
  await settled();
  expect(inside).toEqual(['first again', 'second']);
});

it('gives on a place that comes to somebody who has left meanwhile, once', async () => {
  const room = createRoom(1);
  const [first, second, third] = [room(), room(), room()];
  await first.enter();
  await first.enter();
  void second.enter();
  second.leave();
  second.leave();
  let entered = 0;
  void third.enter().then(() => entered++);
  first.leave();
  await settled();
  expect(entered).toBe(1);
  void room()
    .enter()
    .then(() => entered++);
  await settled();
  expect(entered).toBe(1);
});
