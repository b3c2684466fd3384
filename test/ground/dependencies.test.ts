import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { dependenciesPage, packagesOf, pageNow } from '../../scripts/build-dependencies.ts';

const LOCK = JSON.stringify({
  packages: {
    '': { version: '1.0.0', license: 'MIT' },
    'node_modules/lamp': { version: '2.0.0', license: 'ISC' },
    'node_modules/lamp/node_modules/wick': { version: '1.1.0', license: 'MIT' },
    'node_modules/wick': { version: '1.1.0', license: 'MIT' },
    'node_modules/@oil/can': { version: '3.0.0', optional: true },
    'node_modules/hammer': { version: '9.0.0', license: 'MIT', dev: true },
  },
});

it('lists what is installed with the package, each once, and no tool of the repository', () => {
  expect(packagesOf(LOCK).map(({ name, license }) => [name, license])).toEqual([
    ['@oil/can', 'not said'],
    ['lamp', 'ISC'],
    ['wick', 'MIT'],
  ]);
  expect(dependenciesPage(LOCK, ['lamp'])).toContain(
    'asks for 1 packages, which bring 3 altogether (1 of them optional',
  );
});

it('docs/dependencies.md is what the lockfile says: `npm run dependencies` writes it', () => {
  expect(readFileSync('docs/dependencies.md', 'utf8')).toBe(pageNow());
});

it('every licence lets the package be used and passed on, by whoever likes', () => {
  const free =
    /^\(?(MIT(-0)?|ISC|BSD-[23]-Clause|0BSD|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|Python-2\.0|Unlicense|WTFPL)\b/;
  const odd = packagesOf(readFileSync('package-lock.json', 'utf8')).filter(({ license }) => !free.test(license));
  expect(odd.map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
});
