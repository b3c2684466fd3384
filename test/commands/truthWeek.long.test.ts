import { describe, expect, it } from 'vitest';
import { drafted, hostileWeek, untruths, weekFolder } from '../support/hostileWeek.ts';

describe('a week of hostile posts, without a model', () => {
  it('says nothing untrue, and the same thing twice', async () => {
    const week = hostileWeek(1);
    const [first, second] = [weekFolder(week), weekFolder(week)];
    const [once, again] = await Promise.all([drafted(first), drafted(second)]);
    expect(again).toEqual(once);
    expect(await untruths(first, week)).toEqual([]);
  });
});
