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
const EDGES = ['sources', 'http', 'llm', 'store', 'platforms', 'files'];
/** A layer is a folder `src/name/` or a file `src/name.ts`. */
const at = (...names) => `^src/(${names.join('|')})(/|\\.ts$)`;

const upward = LAYERS.map((names, i) => ({
  name: `${names[0]}-imports-only-leftward`,
  severity: 'error',
  from: { path: at(...names) },
  to: { path: at(...LAYERS.slice(i + 1).flat(), 'index') },
}));
const siblings = ['config', 'stages', 'issue', 'render', 'queue', 'review'].map((name) => ({
  name: `${name}-does-not-import-its-siblings`,
  severity: 'error',
  from: { path: at(name) },
  to: { path: at(...['config', 'stages', 'issue', 'render', 'queue', 'review'].filter((other) => other !== name)) },
}));
// review and queue may import what is to their left, so those four are allowed for them again
for (const rule of siblings.slice(4)) rule.to.path = at(rule.from.path.includes('queue') ? 'review' : 'queue');
const edges = EDGES.map((name) => ({
  name: `edge-${name}-stands-alone`,
  severity: 'error',
  from: { path: at(name) },
  to: { path: '^src/', pathNot: at(name, 'types', 'errors', 'text') },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'types-import-nothing', severity: 'error', from: { path: '^src/types\\.ts$' }, to: { path: '.*' } },
    ...upward,
    ...siblings,
    ...edges,
    {
      name: 'one-stage-does-not-import-another',
      severity: 'error',
      from: { path: '^src/stages/([^/.]+)' },
      to: { path: '^src/stages/', pathNot: '^src/stages/$1([-/.]|$)' },
    },
    {
      name: 'only-world-imports-edges',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/commands/world\\.ts$|${at(...EDGES)}` },
      to: { path: at(...EDGES) },
    },
    {
      name: 'index-imports-the-pure-parts',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { path: '^src/', pathNot: at('types', 'errors', 'text', 'config', 'stages', 'issue', 'render') },
    },
    { name: 'nothing-imports-the-index', severity: 'error', from: {}, to: { path: '^src/index\\.ts$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
