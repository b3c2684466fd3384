import { expect, it } from 'vitest';
import { NEWSLETTER, pullquote, workspace } from '../support/cli.ts';

/** Says at the end which packages were loaded. */
const TELLS = `import { registerHooks } from 'node:module';
const loaded = new Set();
registerHooks({
  load(url, context, next) {
    const [, name] = /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url) ?? [];
    if (name) loaded.add(name);
    return next(url, context);
  },
});
process.on('exit', () => process.stderr.write('loaded: ' + [...loaded].join(' ')));`;
const nodeArgs = ['--import', `data:text/javascript,${encodeURIComponent(TELLS)}`];
/** Each takes longer to load than a small command takes altogether. */
const HEAVY = ['mjml', 'openai', 'undici', 'gpt-tokenizer', 'linkedom', '@mozilla/readability', 'cheerio'];

async function packagesOf(...args: string[]): Promise<string[]> {
  const { stderr } = await pullquote(args, { nodeArgs });
  return stderr.split('loaded: ').at(-1)?.split(' ') ?? [];
}

it.each([[['--version']], [['--help']], [['draft', '--help']], [['sources', 'add', '--help']], [['chek']]])(
  '%j loads no package but that of the command line',
  async (args) => {
    expect(await packagesOf(...args)).toEqual(['commander']);
  },
);

it('a command loads no package that it has no use for', async () => {
  const dir = workspace({
    'sources.yaml': '- { kind: feed, url: https://a.test/feed }\n',
    'newsletter.yaml': NEWSLETTER,
  });
  const listing = await packagesOf('-C', dir, 'sources', 'list');
  expect(listing).toEqual(expect.arrayContaining(['commander', 'yaml', 'kysely']));
  expect(listing.filter((name) => HEAVY.includes(name))).toEqual([]);
  // no workspace, no store
  expect(await packagesOf('init', workspace({}))).not.toContain('kysely');
});
