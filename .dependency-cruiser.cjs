/** The layers of the design, left to right: each may import itself and what stands to its left. */
const LAYERS = [
  ['types', 'errors'],
  ['text'],
  ['config', 'stages', 'issue', 'render'],
  ['pipeline'],
  ['actions'],
  ['queue', 'review'],
  ['commands'],
  ['cli'],
];
/** Edges touch the world. They know the nouns and the pure helpers, and never one another. */
const EDGES = ['sources', 'http', 'llm', 'store', 'platforms', 'files'];
/** Packages that touch the world, and the one folder that may use each. */
const PACKAGES = {
  undici: 'http',
  openai: 'llm',
  kysely: 'store',
  'better-sqlite3': 'store',
  pg: 'store',
  'pg-boss': 'queue',
  nodemailer: 'platforms',
  hono: 'review',
  '@hono': 'review',
};

/** A layer is a folder `src/name/` or a file `src/name.ts`. */
const at = (...names) => `^src/(${names.join('|')})(/|\\.ts$)`;
const rule = (name, from, to) => ({ name, severity: 'error', from, to });

const upward = LAYERS.slice(0, -1).map((names, i) =>
  rule(`${names[0]}-imports-only-leftward`, { path: at(...names) }, { path: at(...LAYERS.slice(i + 1).flat()) }),
);
const siblings = [LAYERS[2], LAYERS[5]].flatMap((group) =>
  group.map((name) =>
    rule(
      `${name}-does-not-import-its-siblings`,
      { path: at(name) },
      { path: at(...group.filter((other) => other !== name)) },
    ),
  ),
);
const edges = EDGES.map((name) =>
  rule(
    `edge-${name}-stands-alone`,
    { path: at(name) },
    { path: '^src/', pathNot: at(name, 'types', 'errors', 'text') },
  ),
);
const packages = Object.entries(PACKAGES).map(([name, edge]) =>
  rule(`only-${edge}-uses-${name}`, { path: '^src/', pathNot: at(edge) }, { path: `node_modules/${name}/` }),
);

module.exports = {
  forbidden: [
    rule('no-cycles', {}, { circular: true }),
    rule('no-broken-imports', {}, { couldNotResolve: true }),
    rule('types-import-nothing', { path: '^src/types\\.ts$' }, { path: '.*' }),
    ...upward,
    ...siblings,
    ...edges,
    ...packages,
    // a stage is a file and those whose names go on after a hyphen: extract.ts, extract-meta.ts
    rule(
      'one-stage-does-not-import-another',
      { path: '^src/stages/([^/.-]+)' },
      { path: '^src/stages/', pathNot: '^src/stages/$1[-/.]' },
    ),
    // the world is a file and those whose names go on after a hyphen, as a stage is
    rule(
      'only-world-imports-edges',
      { path: '^src/', pathNot: `^src/commands/world[-.]|${at(...EDGES)}` },
      { path: at(...EDGES) },
    ),
    // `net` is not among them: `net.isIP` and `net.BlockList` are pure. Two files are named readers of a folder and of `.env`
    rule(
      'pure-parts-touch-no-disk-or-network',
      {
        path: at('types', 'errors', ...LAYERS.slice(1, 4).flat()),
        pathNot: '^src/(render/templates|config/env)\\.ts$',
      },
      { path: '^(node:)?(fs|http2?|https|dns|tls|dgram|child_process|cluster|worker_threads)(/|$)' },
    ),
    rule(
      'index-imports-the-pure-parts',
      { path: '^src/index\\.ts$' },
      { path: '^src/', pathNot: at('types', 'errors', 'text', 'config', 'stages', 'issue', 'render') },
    ),
    rule('nothing-imports-the-index', {}, { path: '^src/index\\.ts$' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // swc reads the sources, type-only imports included: dependency-cruiser cannot use TypeScript 7 and would see no module.
    // `tsPreCompilationDeps` would only ask for that compiler again.
    parser: 'swc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
