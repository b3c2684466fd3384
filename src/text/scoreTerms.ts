/** The terms of a story's score, by the names under which they are shown and weighted in `newsletter.yaml`, with what each says. */
export const SCORE_TERMS = {
  relevance: 'how much it is about what `about:` says',
  breadth: 'how many independent sites and sources tell it',
  authority: 'told first hand, and the weight of its sources',
  digests: 'linked or told by digests and round-ups of the week',
  buzz: 'points, comments, likes or views, each against its own kind',
  release: 'its title is the name and version of something new',
  standing: 'below 0: one post, or one page that nobody could read, is all there is; or a title that only asks',
  model: 'where a model would put it on the shortlist',
  recency: 'how near the end of the window it was published',
  novelty: 'below 0: a past issue told it',
  pinned: 'pinned, or the editor’s own find',
} as const;

export type ScoreTerm = keyof typeof SCORE_TERMS;
