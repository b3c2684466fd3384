/** Completion scripts. A shell is given the words as data: nothing of Pullquote is run when a person presses Tab. */
import { shellQuoted } from '../text/shell.ts';
import { type CommandWords, every, type OptionWords } from './completionWords.ts';

const NOTE = '# Made by `pullquote completion`; make it again after an update.';

/** Walks along the words before the cursor: `where` is the command that they lead to, `before` an option that waits for its value. Bash and zsh read it alike. */
function walk(all: CommandWords[], indent: string): string {
  const commands = all.filter(({ path }) => path.length > 0).map(({ path }) => shellQuoted(place(path)));
  const waiting = valuesOf(all).map(({ at }) => shellQuoted(at));
  return `if [ -n "$before" ]; then before=; continue; fi
case "$where $word" in
  ${commands.join(' | ')}) where="$where $word" ;;
  ${waiting.join(' | ')}) before="$where $word" ;;
esac`.replace(/^/gm, indent);
}

/** For bash 3.2 and newer. From 4 on only files are completed as files: where all words are, a folder `archive` makes the command `archive/`. */
export function bashScript(root: CommandWords): string {
  const all = every(root);
  const values = valuesOf(all).map(({ at, value }) => {
    const words = Array.isArray(value) ? `words=${shellQuoted(value.join(' '))}` : value === 'file' ? 'files=1' : ':';
    return `    ${shellQuoted(at)}) ${words} ;;`;
  });
  const places = all.map((one) => {
    const files = one.takesFile ? '; files=1' : '';
    return `    ${shellQuoted(place(one.path))}) words=${shellQuoted(wordsAt(one).join(' '))}${files} ;;`;
  });
  return `${NOTE}
_pullquote() {
  local cur=\${COMP_WORDS[COMP_CWORD]} where= before= word= words= files= i
  COMPREPLY=()
  # bash parts \`--option=value\` into three words
  [ "$cur" != = ] || cur=
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    [ "$word" != = ] || continue
${walk(all, '    ')}
  done
  if [ -n "$before" ]; then case "$before" in
${values.join('\n')}
  esac; else case "$where" in
${places.join('\n')}
  esac; fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  [ -n "$files" ] || return 0
  compopt -o filenames 2> /dev/null
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur")
}
if type compopt > /dev/null 2>&1; then complete -F _pullquote pullquote; else complete -o filenames -F _pullquote pullquote; fi
`;
}

/** For zsh, from a folder of `fpath` or sourced. */
export function zshScript(root: CommandWords): string {
  const all = every(root);
  const values = valuesOf(all).map(({ at, value }) => {
    const given = Array.isArray(value)
      ? `compadd -- ${value.map(shellQuoted).join(' ')}`
      : value === 'file'
        ? '_files'
        : ':';
    return `    ${shellQuoted(at)}) ${given} ;;`;
  });
  const places = all.map((one) => {
    const described = [
      ...one.commands.map(({ path, description }) => [path.at(-1) ?? '', description]),
      ...one.choices.map((choice) => [choice, '']),
      ...one.options.flatMap(({ flags, description }) => flags.map((flag) => [flag, description])),
    ];
    const entries = described.map(([word = '', says]) =>
      shellQuoted(`${word.replaceAll(':', '\\:')}${says ? `:${says}` : ''}`),
    );
    return `    ${shellQuoted(place(one.path))}) here=(${entries.join(' ')})${one.takesFile ? '; files=1' : ''} ;;`;
  });
  return `#compdef pullquote
${NOTE}
_pullquote() {
  local where= before= word= files= i
  local -a here
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
${walk(all, '    ')}
  done
  # \`--option=value\` is one word
  if [ -z "$before" ] && [[ "$PREFIX" = --*=* ]]; then before="$where \${PREFIX%%=*}"; compset -P 1 '*='; fi
  if [ -n "$before" ]; then case "$before" in
${values.join('\n')}
  esac; return; fi
  case "$where" in
${places.join('\n')}
  esac
  _describe pullquote here
  [ -z "$files" ] || _files
}
if [ "$funcstack[1]" = _pullquote ]; then _pullquote "$@"; else compdef _pullquote pullquote; fi
`;
}

/** For fish 3 and newer. */
export function fishScript(root: CommandWords): string {
  const all = every(root);
  const commands = all.filter(({ path }) => path.length > 0).map(({ path }) => fishQuoted(place(path)));
  const waiting = valuesOf(all).map(({ at }) => fishQuoted(at));
  return `${NOTE}
function __pullquote_at
    set -l words (commandline -opc)
    set -e words[1]
    set -l where ''
    set -l before ''
    for word in $words
        if test -n "$before"
            set before ''
            continue
        end
        switch "$where $word"
            case ${commands.join(' ')}
                set where "$where $word"
            case ${waiting.join(' ')}
                set before 1
        end
    end
    test "$where" = "$argv[1]"
end
complete -c pullquote -f
${all.flatMap(fishLines).join('\n')}
`;
}

function fishLines({ path, commands, choices, options, takesFile }: CommandWords): string[] {
  const here = `complete -c pullquote -n ${fishQuoted(`__pullquote_at ${fishQuoted(place(path))}`)}`;
  return [
    ...commands.map((one) => `${here} -a ${one.path.at(-1)} -d ${fishQuoted(one.description)}`),
    ...(choices.length ? [`${here} -a ${fishQuoted(choices.join(' '))}`] : []),
    ...(takesFile ? [`${here} -F`] : []),
    ...options.map((option) => `${here}${fishOption(option)}`),
  ];
}

function fishOption({ flags, description, value }: OptionWords): string {
  // fish calls them without their hyphens
  const names = flags.map((flag) => (flag.startsWith('--') ? ` -l ${flag.slice(2)}` : ` -s ${flag.slice(1)}`));
  const given = Array.isArray(value)
    ? ` -x -a ${fishQuoted(value.join(' '))}`
    : { none: '', any: ' -x', file: ' -r -F' }[value];
  return `${names.join('')}${given} -d ${fishQuoted(description)}`;
}

/** ` sources list`: a space before each word, so that the program itself is ''. */
function place(path: string[]): string {
  return path.map((word) => ` ${word}`).join('');
}

/** The options that wait for a value, each with the command before it. */
function valuesOf(all: CommandWords[]): { at: string; value: OptionWords['value'] }[] {
  return all.flatMap(({ path, options }) =>
    options
      .filter(({ value }) => value !== 'none')
      .flatMap(({ flags, value }) => flags.map((flag) => ({ at: `${place(path)} ${flag}`, value }))),
  );
}

function wordsAt({ commands, choices, options }: CommandWords): string[] {
  return [...commands.map(({ path }) => path.at(-1) ?? ''), ...choices, ...options.flatMap(({ flags }) => flags)];
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
