import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { bashScript, fishScript, zshScript } from '../../src/commands/completionScripts.ts';
import { every, wordsOf } from '../../src/commands/completionWords.ts';
import { pullquote } from '../support/cli.ts';
import { bash } from '../support/workflow.ts';

const program = new Command('pullquote').option('-C <dir>', 'a folder').option('--json', 'it’s JSON: "all" of it');
const sources = new Command('sources').description('what is read').option('--json', 'as JSON');
sources.addCommand(new Command('list').option('--tag <tag>', 'one tag'));
sources.addCommand(new Command('import').argument('<opml>').option('--dry-run', 'show it'));
program.addCommand(sources);
program.addCommand(
  new Command('init')
    .argument('[dir]')
    .addOption(new Option('--schedule <where>').choices(['cron', 'github']))
    .option('--replay <file>', 'a recording'),
);
program.addCommand(new Command('completion').addArgument(new Argument('<shell>').choices(['bash', 'zsh'])));
const words = wordsOf(program);
const hasBash = (await bash('type complete', { cwd: '/', env: {} }).catch(() => ({ code: 1 }))).code === 0;

/** What bash offers behind these words; the last one is being typed. */
async function offered(script: string, ...typed: string[]): Promise<string[]> {
  // as in a shell that people type into, where a command may fail
  const line = `set +e
${script}
COMP_WORDS=(pullquote "$@")
COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 ))
_pullquote
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const quoted = typed.map((word) => `'${word}'`).join(' ');
  const { output } = await bash(`set -- ${quoted}\n${line}`, { cwd: process.cwd(), env: { PATH: '/usr/bin:/bin' } });
  return output.trim().split('\n');
}

describe.skipIf(!hasBash)('in bash (skipped where there is none)', () => {
  it.each([
    [[''], ['completion', 'init', 'sources', '-C', '--json', '-h', '--help']],
    [['so'], ['sources']],
    [
      ['sources', ''],
      ['import', 'list', '--json', '-h', '--help'],
    ],
    [
      ['sources', 'list', '--'],
      ['--tag', '--help'],
    ],
    [['--json', 'sources', 'l'], ['list']],
    // a value is no command
    [['-C', 'sources', 'in'], ['init']],
    [
      ['init', '--schedule', ''],
      ['cron', 'github'],
    ],
    [['init', '--schedule', 'g'], ['github']],
    [['init', '--schedule', 'cron', '--re'], ['--replay']],
    // as bash parts `--schedule=g`
    [['init', '--schedule', '=', 'g'], ['github']],
    [
      ['init', '--schedule', '='],
      ['cron', 'github'],
    ],
    [['init', '--schedule', '=', 'cron', '--re'], ['--replay']],
    [['sources', 'list', '--tag', ''], ['']],
    [['completion', 'z'], ['zsh']],
    [['init', '--replay', 'package.j'], ['package.json']],
    [['sources', 'import', 'package.j'], ['package.json']],
  ])('%j offers %j', async (typed, wanted) => {
    expect((await offered(bashScript(words), ...typed)).sort()).toEqual(wanted.sort());
  });

  it('completes the commands that there are', async () => {
    const { stdout, code } = await pullquote(['completion', 'bash']);
    expect(code).toBe(0);
    expect(await offered(stdout, 'sour')).toEqual(['sources']);
    expect(await offered(stdout, 'init', '--platform', 'butt')).toEqual(['buttondown']);
    expect(await offered(stdout, 'publish', '--to', 'butt')).toEqual(['buttondown']);
    expect(await offered(stdout, 'completion', 'f')).toEqual(['fish']);
    expect(await offered(stdout, 'publish', '--dry')).toEqual(['--dry-run']);
    expect(await offered(stdout, 'sources', 'add', '--pri')).toEqual(['--private']);
  });
});

it.skipIf(!hasBash)(
  'completes `arch` as a command also where a folder is called archive (skipped without bash)',
  async () => {
    const { output } = await bash(`${bashScript(words)}\ncomplete -p pullquote`, { cwd: '/', env: {} });
    expect(output.trim()).toBe('complete -F _pullquote pullquote');
  },
);

/** Whether a shell is here; which of them runs no start-up file. */
async function has(shell: string): Promise<boolean> {
  const found = await bash(`command -v ${shell}`, { cwd: '/', env: { PATH: '/usr/bin:/bin:/usr/local/bin' } });
  return found.code === 0;
}
/** Runs a script in another shell, without its start-up files. */
async function inShell(command: string, script: string): Promise<string[]> {
  const home = mkdtempSync(join(tmpdir(), 'pullquote-shell-'));
  writeFileSync(join(home, 'script'), script);
  const env = { PATH: '/usr/bin:/bin:/usr/local/bin', HOME: home };
  const { output } = await bash(`${command} ${join(home, 'script')}`, { cwd: process.cwd(), env });
  return output.trim().split('\n').filter(Boolean).sort();
}
const here = { zsh: hasBash && (await has('zsh')), fish: hasBash && (await has('fish')) };

describe.skipIf(!here.fish)('in fish (skipped where there is none)', () => {
  const script = fishScript(words);
  it.each([
    ['pullquote so', ['sources']],
    ["pullquote -C 'a dir' in", ['init']],
    ['pullquote sources l', ['list']],
    ['pullquote init --schedule ', ['cron', 'github']],
    ['pullquote init --schedule=g', ['--schedule=github']],
    ['pullquote init --replay package.j', ['package.json']],
    ['pullquote completion z', ['zsh']],
  ])('“%s” offers %j', async (typed, wanted) => {
    const ask = `${script}\ncomplete -C "${typed}" | string replace -r '\\t.*' ''`;
    expect(await inShell('fish --no-config', ask)).toEqual(wanted);
  });
});

describe.skipIf(!here.zsh)('in zsh (skipped where there is none)', () => {
  // what zsh's own completion does with the words, in so far as it is asked
  const around = (typed: string[]) => `
compdef() { : }
_describe() { print -l -- \${(P)2} }
compadd() { shift; print -l -- "$@" }
compset() { PREFIX=\${PREFIX#*=} }
_files() { print -l -- files }
${zshScript(words)}
words=(pullquote ${typed.map((word) => `'${word}'`).join(' ')}); CURRENT=$#words; PREFIX=$words[-1]
_pullquote
`;
  it.each([
    [
      ['completion', ''],
      ['--help:display help for command', '-h:display help for command', 'bash', 'zsh'],
    ],
    [
      ['init', '--schedule', ''],
      ['cron', 'github'],
    ],
    [
      ['init', '--schedule=g'],
      ['cron', 'github'],
    ],
    [['init', '--replay=a'], ['files']],
    [
      ['sources', 'import', '--dry-run', ''],
      ['--dry-run:show it', '--help:display help for command', '-h:display help for command', 'files'],
    ],
  ])('%j offers %j', async (typed, wanted) => {
    expect(await inShell('zsh -f', around(typed))).toEqual(wanted);
  });
});

it('every shell is given every command and option', () => {
  for (const make of [bashScript, zshScript, fishScript]) {
    const script = make(words);
    for (const { path, options } of every(words)) {
      expect(script).toContain(path.map((word) => ` ${word}`).join(''));
      for (const { flags } of options) for (const flag of flags) expect(script).toContain(flag.replace(/^-+/, ''));
    }
    expect(script).toContain(`'cron${make === zshScript ? `' '` : ' '}github'`);
  }
});

it('an unknown shell is refused with those that are known', async () => {
  const { code, stderr } = await pullquote(['completion', 'tcsh']);
  expect(code).toBe(2);
  expect(stderr).toContain('bash, zsh, fish');
});
