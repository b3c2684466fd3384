import { expect, it } from 'vitest';
import { crawlRecorded } from '../../support/recording.ts';

const day = (date: string) => `https://huggingface.co/api/daily_papers?date=${date}`;
const abstract =
  'We show that a small model can read the tide. It does so\nwithout any chart of the coast, and it says when it is not sure.';
const paper = (id: string, title: string, upvotes: number, publishedAt: string) => ({
  paper: {
    id,
    authors: [
      { _id: '6730a1', name: 'Ana Mar', hidden: false },
      {
        _id: '6730a2',
        user: { _id: 'u1', fullname: 'Ivo Kai', user: 'ivokai', type: 'user' },
        name: 'Ivo Kai',
        hidden: false,
      },
    ],
    mediaUrls: [],
    publishedAt,
    submittedOnDailyAt: publishedAt,
    title,
    submittedOnDailyBy: { _id: 'u9', fullname: 'Gull', user: 'gull', type: 'user' },
    summary: abstract,
    upvotes,
    discussionId: '6730ff',
    ai_keywords: ['tides'],
  },
  publishedAt,
  title,
  summary: abstract,
  thumbnail: `https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/${id}.png`,
  numComments: 3,
  submittedBy: { _id: 'u9', fullname: 'Gull', name: 'gull', type: 'user' },
  isAuthorParticipating: true,
});

it('the papers of each day of the week, with their authors, votes and abstracts', async () => {
  const days = ['09', '10', '11', '12', '13', '14', '15'].map((date) => ({
    url: day(`2026-11-${date}`),
    body: [] as object[],
  }));
  days[1]?.body.push(paper('2611.01234', 'Tides as Tokens:\nReading the Sea', 41, '2026-11-09T18:00:00.000Z'));
  days[3]?.body.push(paper('2611.04321', 'Lamps That Wait', 7, '2026-11-11T18:00:00.000Z'), {
    paper: null,
    title: 'x',
  });
  const { ran, items } = await crawlRecorded('- { kind: huggingface }\n', days);
  expect(ran.code).toBe(0);
  expect(JSON.parse(ran.stdout).sources[0].warnings).toEqual(['entries without an address or a title, left out: 1']);
  expect(items).toHaveLength(2);
  expect(items[0]).toMatchObject({
    url: 'https://huggingface.co/papers/2611.01234',
    sourceName: 'Hugging Face papers',
    guid: '2611.01234',
    title: 'Tides as Tokens: Reading the Sea',
    author: 'Ana Mar, Ivo Kai',
    publishedAt: '2026-11-09T18:00:00.000Z',
    own: true,
    summary:
      'We show that a small model can read the tide. It does so without any chart of the coast, and it says when it is not sure.',
    counts: { points: 41, comments: 3 },
  });
  expect(items[1]).toMatchObject({ title: 'Lamps That Wait', counts: { points: 7 } });
});

it('a day that is not there costs nothing but itself', async () => {
  const { ran, items } = await crawlRecorded('- { kind: huggingface }\n', [
    { url: day('2026-11-12'), body: [paper('2611.01234', 'Tides as Tokens', 41, '2026-11-11T18:00:00.000Z')] },
    { url: day('2026-11-13'), status: 500, body: 'Internal Server Error', type: 'text/plain' },
  ]);
  expect(ran.code).toBe(0);
  expect(items).toHaveLength(1);
  const { warnings } = JSON.parse(ran.stdout).sources[0];
  expect(warnings.filter((warning: string) => warning.includes('2026-11-13'))).toEqual([
    expect.stringContaining('answered 500'),
  ]);
});
