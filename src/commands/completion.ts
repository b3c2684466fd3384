import { Argument, type Command } from 'commander';
import { bashScript, fishScript, zshScript } from './completionScripts.ts';
import { type CommandWords, wordsOf } from './completionWords.ts';
import { command, type Done } from './options.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };
type Shell = keyof typeof SCRIPTS;
const HOW = `
Put it where your shell looks:
  bash  mkdir -p ~/.local/share/bash-completion/completions
        pullquote completion bash > ~/.local/share/bash-completion/completions/pullquote
  zsh   pullquote completion zsh > "\${fpath[1]}/_pullquote"
  fish  mkdir -p ~/.config/fish/completions
        pullquote completion fish > ~/.config/fish/completions/pullquote.fish`;

/** `pullquote completion`: a script made from the commands as they are. */
export function completionCommand(done: Done): Command {
  const made = command('completion', 'print a script that completes commands and options in a shell');
  return made
    .addArgument(new Argument('<shell>', 'which').choices(Object.keys(SCRIPTS)))
    .addHelpText('after', HOW)
    .action((shell: Shell, _, self: Command) => {
      const words: CommandWords = wordsOf(self.parent ?? self);
      process.stdout.write(SCRIPTS[shell](words));
      done(0);
    });
}
