/** Writes docs/dependencies.md from the lockfile: what the installed package brings along, and under which licences. `npm run dependencies` after a change of packages. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

interface Locked {
  version?: string;
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
  optional?: boolean;
}
interface Package {
  name: string;
  version: string;
  license: string;
  optional: boolean;
  /** Found by everybody, not in one package's own folder: of a package in several versions, ours. */
  shared: boolean;
}

/** The packages of a lockfile that are installed with ours, each name and version once, by name. */
export function packagesOf(lockfile: string): Package[] {
  const { packages } = JSON.parse(lockfile) as { packages: Record<string, Locked> };
  const found = new Map<string, Package>();
  for (const [path, { version = '', license = 'not said', dev, devOptional, optional = false }] of Object.entries(
    packages,
  )) {
    if (path === '' || dev || devOptional) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const shared = path === `node_modules/${name}` || found.get(`${name}@${version}`)?.shared === true;
    found.set(`${name}@${version}`, { name, version, license, optional, shared });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** The page, from the lockfile and the names that package.json asks for. */
export function dependenciesPage(lockfile: string, direct: string[]): string {
  const all = packagesOf(lockfile);
  const licences = new Map<string, number>();
  for (const { license } of all) licences.set(license, (licences.get(license) ?? 0) + 1);
  const counts = [...licences].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const isAsked = ({ name, shared }: Package) => shared && direct.includes(name);
  const asked = all.filter(isAsked);
  return [
    '# Dependencies',
    '',
    'Written by `npm run dependencies` from `package-lock.json`; a test compares the two.',
    '',
    `Pullquote asks for ${direct.length} packages, which bring ${all.length} altogether (${all.filter(({ optional }) => optional).length} of them optional, for one platform or another).`,
    '',
    '| licence | packages |',
    '|---|---|',
    ...counts.map(([license, count]) => `| ${license} | ${count} |`),
    '',
    '## Asked for',
    '',
    '| package | version | licence |',
    '|---|---|---|',
    ...asked.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`),
    '',
    '## Brought along',
    '',
    all
      .filter((one) => !isAsked(one))
      .map(({ name, version, license }) => `${name} ${version} (${license})`)
      .join(', '),
    '',
  ].join('\n');
}

/** The page of this repository as it should be now. */
export function pageNow(): string {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
  return dependenciesPage(readFileSync('package-lock.json', 'utf8'), Object.keys(dependencies));
}

if (process.argv[1] === resolve('scripts/build-dependencies.ts')) writeFileSync('docs/dependencies.md', pageNow());
