/** Everything that the desk shows, as HTML. Each part is one element with the id `part-NAME`, so that a new one can be put in the place of the old. */
import { bench } from './bench.ts';
import { blocks } from './blocks.ts';
import { candidates } from './candidates.ts';
import { checks } from './checks.ts';
import { email } from './email.ts';
import { evidence } from './evidence.ts';
import { head } from './head.ts';
import { publish } from './publish.ts';
import { source } from './source.ts';
import { week } from './week.ts';

export { ASSETS } from './assets.ts';
export type { DeskOptions } from './options.ts';
export { deskPage } from './page.ts';
export { previewHtml } from './words.ts';

/** The parts of the page, by the names that `GET /part/NAME` knows. */
export const parts = { head, blocks, checks, bench, evidence, candidates, source, week, email, publish };
