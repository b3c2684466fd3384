/** How long the smallest commands take to start, how many modules they load, and how large the package is. Run after `npm run build`. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { NEWSLETTER, pullquote, workspace } from '../test/support/cli.ts';
import { milliseconds } from './farm.ts';

const RUNS = 7;
/** Says at the end how many files of code were loaded. */
const TELLS = `import { registerHooks } from 'node:module';
let loaded = 0;
registerHooks({ load(url, context, next) { if (url.startsWith('file:')) loaded++; return next(url, context); } });
process.on('exit', () => process.stderr.write('loaded ' + loaded + '\\n'));`;
const COUNTING = ['--import', `data:text/javascript,${encodeURIComponent(TELLS)}`];

async function measure(args: string[]): Promise<void> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const [ms, ran] = await milliseconds(() => pullquote(args));
    if (ran.code !== 0) throw new Error(ran.stderr);
    best = Math.min(best, ms);
  }
  const { stderr } = await pullquote(args, { nodeArgs: COUNTING });
  const name = args.filter((arg) => arg !== dir && arg !== '-C').join(' ');
  console.log(`${name}: ${Math.round(best)} ms (best of ${RUNS}), ${/loaded (\d+)/.exec(stderr)?.[1]} files of code`);
}

const dir = workspace({
  'sources.yaml': '- { kind: feed, url: https://a.test/feed }\n',
  'newsletter.yaml': NEWSLETTER,
});
await measure(['--version']);
await measure(['--help']);
await measure(['draft', '--help']);
await measure(['-C', dir, 'sources', 'list']);
await measure(['-C', dir, 'status']);
rmSync(dir, { recursive: true, force: true });

const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8' });
const [{ size, unpackedSize, entryCount }] = JSON.parse(packed) as [Record<string, number>];
const kilobytes = (bytes = 0) => `${Math.round(bytes / 1000)} kB`;
console.log(`package: ${kilobytes(size)} packed, ${kilobytes(unpackedSize)} unpacked, ${entryCount} files`);
