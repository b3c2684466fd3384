#!/usr/bin/env node
// Nothing is imported above this check: an older Node would fail on a native module before it could say why.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `pullquote needs Node 22.19 or newer; this is Node ${process.versions.node}. Install Node 24 from nodejs.org, or run \`npx -p node@24 -p pullquote pullquote …\`.\n`,
  );
  process.exit(2);
}
// whoever reads may stop early (`| head`): that is no fault
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));
// V8 would rather let feeds of 10 MB and a thousand pages leave 200 MB of garbage lying than clear it: new objects get the room that these
// few make it give them (4 MB; the 1 MB of the start has it cleared more often, which costs a draft about an eighth) and no more, and the heap is cleared whenever it has doubled
const survivors = Array.from({ length: 20_000 }, (_, i) => [i]);
const { setFlagsFromString } = await import('node:v8');
for (const flag of ['--semi-space-growth-factor=1', '--heap-growing-percent=100']) setFlagsFromString(flag);
survivors.length = 0;
// Most commands load code for longer than they run. Compiled, it is kept beside the packages that it was made from, where only those can
// write who could change the code itself; where nobody may write, this does nothing
const { enableCompileCache } = await import('node:module');
const { fileURLToPath } = await import('node:url');
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/pullquote', import.meta.url)));
const { main } = await import('./commands/main.ts');
const exitCode = await main(process.argv);
// a pipe takes 64 KB at a time, and an exit drops the rest
for (const stream of [process.stdout, process.stderr]) await new Promise((written) => stream.write('', written));
process.exit(exitCode);
