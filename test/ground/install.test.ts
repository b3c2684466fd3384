import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, { gypfile?: boolean; resolved?: string; optionalDependencies?: Record<string, string> }>;
};

// `npm ci` knows a package from the lockfile alone, and compiles whatever has a binding.gyp unless it says gypfile: false there too:
// on a bare machine there is no compiler, and the headers would be downloaded
it('compiles nothing on the machine that installs it', () => {
  const native = Object.keys(packages).filter((path) => path !== '' && existsSync(`${path}/binding.gyp`));
  expect(native).toContain('node_modules/better-sqlite3');
  expect(native.filter((path) => packages[path]?.gypfile !== false)).toEqual([]);
  expect(JSON.parse(readFileSync('package.json', 'utf8')).allowScripts).toMatchObject({
    node: true,
    'better-sqlite3': false,
  });
});

it('locks the optional binaries of every platform, and no address of a registry', () => {
  const missing = Object.values(packages)
    .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
    .filter((name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)));
  expect(missing).toEqual([]);
  expect(Object.values(packages).filter(({ resolved }) => resolved?.startsWith('http'))).toEqual([]);
});

it('packs what the commands read: templates, the sample week, the files of a new workspace', () => {
  const [{ files }] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8' }),
  );
  const packed = new Set(files.map(({ path }: { path: string }) => path));
  const read = [
    'sources.yaml',
    'newsletter.yaml',
    'templates/workspace/gitignore',
    'templates/issue.mjml.hbs',
    'examples/week/week.har.gz',
    'examples/week/sources.yaml',
    'schemas/sources.schema.json',
  ];
  expect(read.filter((path) => !packed.has(path))).toEqual([]);
});
