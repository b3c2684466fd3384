/** The picture of the layers, from the imports themselves. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const SRC = join(import.meta.dirname, '../../src');
const IMPORT = /\bfrom '(\.{1,2}\/[^']+)'|\bimport\('(\.{1,2}\/[^']+)'\)/g;

/** Which parts (a folder, or a file at the top) import which, types included. */
export function partImports(): Map<string, Set<string>> {
  const parts = new Map<string, Set<string>>();
  const files = globSync('**/*.ts', { cwd: SRC }).map((file) => file.replaceAll('\\', '/'));
  for (const file of files.sort()) {
    const from = partOf(file);
    const into = parts.get(from) ?? new Set<string>();
    parts.set(from, into);
    for (const [, still, later] of readFileSync(join(SRC, file), 'utf8').matchAll(IMPORT)) {
      const to = partOf(posix.join(dirname(file), still ?? later ?? ''));
      if (to !== from) into.add(to);
    }
  }
  return parts;
}

function partOf(path: string): string {
  return (path.split('/')[0] as string).replace(/\.ts$/, '');
}

/** Each import that no way around says already: where A imports B and B imports C, an arrow from A to C is left out. */
export function arrows(imports: Map<string, Set<string>>): [from: string, to: string][] {
  const reach = (from: string): Set<string> => {
    const found = new Set<string>();
    const queue = [...(imports.get(from) ?? [])];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      queue.push(...(imports.get(next) ?? []));
    }
    return found;
  };
  return [...imports].flatMap(([from, into]) =>
    [...into]
      .filter((to) => ![...into].some((other) => other !== to && reach(other).has(to)))
      .sort()
      .map((to): [string, string] => [from, to]),
  );
}

/** A Mermaid picture of them, which GitHub draws. */
export function layerPicture(): string {
  const lines = arrows(partImports()).map(([from, to]) => `  ${from} --> ${to}`);
  return ['```mermaid', 'flowchart RL', ...lines, '```'].join('\n');
}
