import type { Original } from '../../src/types.ts';
import { entry, type Farm, type FarmEntry, startFarm } from './farm.ts';
import { original } from './items.ts';

/** Pages of a week: two on one model and two on two lawsuits, each two too little alike to be sure and too much to be sure of the contrary; and one on something else. */
export const PAGES = {
  fjord: {
    url: 'https://lab.test/fjord',
    title: 'Fjord comes with all its weights',
    text: 'Norrland Labs published its neural network on Tuesday. The machine learning team took public texts alone.',
  },
  price: {
    url: 'https://paper.test/price',
    title: 'Norrland undercuts a tenth of its rivals',
    text: 'Norrland asks next to nothing for it. Neural networks of this size used to need a cluster, writes a machine learning engineer who tried it on old letters.',
  },
  cinder: {
    url: 'https://court.test/cinder',
    title: 'Publishers sue Cinder, a maker of chatbots',
    text: 'Three publishers of school books went to court against Cinder. Whole chapters, they say, are in what its machine learning engineers fed to it.',
  },
  ember: {
    url: 'https://bench.test/ember',
    title: 'Novelists sue Ember',
    text: 'Authors stand before a judge in another town. Their novels, nobody licensed them, taught its neural networks to speak.',
  },
  robot: {
    url: 'https://robot.test/hands',
    title: 'A robot hand learns to knit',
    text: 'Reinforcement learning taught a robot hand the purl stitch in four days. The artificial intelligence was shown no pattern.',
  },
};
export type Name = keyof typeof PAGES;

/** The pages as originals, with changes by name, and thirty others that are about nothing in common. */
export function originals(changes: Partial<Record<Name, Partial<Original>>> = {}): Original[] {
  const pages = Object.entries(PAGES).map(([name, page]) => original({ ...page, ...changes[name as Name] }));
  const others = Array.from({ length: 30 }, (_, i) =>
    original({
      url: `https://other${i}.test/`,
      title: `Subject${i} and thing${i * 7}`,
      text: `Why place${i} likes them.`,
    }),
  );
  return [...pages, ...others];
}

/** The same week on a farm, a feed a page, with three pages that are long enough to be told; and the lines of `sources.yaml` that read them, `more` added to a page's. */
export async function farmWeek(more: Partial<Record<Name, string>> = {}): Promise<{ farm: Farm; sources: string }> {
  const others = originals().slice(Object.keys(PAGES).length);
  const feeds = {
    ...Object.fromEntries(Object.entries(PAGES).map(([name, page]) => [name, [entryOf(page)]])),
    others: others.map(entryOf),
    models: ['Osprey', 'Tallow', 'Juniper'].map((name) => entry(name, DATE)),
  };
  const farm = await startFarm(feeds);
  const line = (name: string) => {
    const extra = more[name as Name];
    return `- { kind: feed, id: ${name}, name: The ${name} page, url: "${farm.url}/${name}.xml"${extra ? `, ${extra}` : ''} }\n`;
  };
  return { farm, sources: Object.keys(feeds).map(line).join('') };
}

const DATE = '2026-11-10T10:00:00Z';
function entryOf({ url, title, text }: { url: string; title: string; text: string }): FarmEntry {
  return { slug: slugOf(url), title, date: DATE, html: `<p>${text}</p>` };
}

/** A page's place on the farm. */
export function slugOf(url: string): string {
  return new URL(url).href.replace(/^https:\/\/|\/$/g, '').replaceAll(/[./]/g, '-');
}
