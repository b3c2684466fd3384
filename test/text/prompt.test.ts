import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compilePrompts, isPromptName, PROMPTS, type PromptFile, promptProblems } from '../../src/text/prompt.ts';
import { PACKAGED } from '../support/prompts.ts';

const blurb = (source: string): PromptFile => ({ name: 'blurb', path: 'templates/prompts/blurb.hbs', source });

describe('a prompt’s template', () => {
  it('is filled with values as they are: nothing in them is markup or a template', () => {
    const prompts = compilePrompts([blurb('A {{sources}}{{#if told}} B{{else}} C{{/if}}{{! a remark }}')]);
    expect(prompts('blurb', { sources: '<b> & {{candidates}}', told: '', candidates: 'no' })).toBe(
      'A <b> & {{candidates}} C',
    );
  });

  it.each([
    [
      'a name that it does not have',
      'One\n{{sorces}}',
      '2: the prompt “blurb” has no {{sorces}}; it has sources, told',
    ],
    ['a name of another prompt', '{{voice}}', '1: the prompt “blurb” has no {{voice}}'],
    [
      'one hidden in a branch',
      '{{#if told}}\n{{else}}\n{{#unless told}}{{nothing}}{{/unless}}\n{{/if}}',
      '3: the prompt',
    ],
    ['an unknown condition', '\n\n{{#if tolt}}x{{/if}}', '3: the prompt “blurb” has no {{tolt}}'],
    ['a way up or into values', '{{sources.length}}{{../told}}', '1: the prompt “blurb” has no {{sources.length}}'],
    ['a helper', '{{shout sources}}', '1: a prompt has no helpers, and “shout” is used as one'],
    [
      'a loop',
      '\n{{#each sources}}x{{/each}}',
      '2: a prompt knows {{#if name}} and {{#unless name}} alone, not {{#each}}',
    ],
    ['a partial', 'x\n{{> footer}}', '2: a prompt takes no partials'],
    ['broken syntax', 'x\n{{#if told}}\ny', ': this template is broken: '],
    ['nothing at all', ' \n', '1: this prompt is empty'],
  ])('is refused for %s, with file and line', (_, source, message) => {
    expect(() => compilePrompts([blurb(source)])).toThrow(`templates/prompts/blurb.hbs:`);
    expect(promptProblems(blurb(source)).join('\n')).toContain(message);
  });

  it('is refused with all its mistakes at once', () => {
    expect(promptProblems(blurb('{{one}}\n{{two}}'))).toHaveLength(2);
  });

  it('reaches nothing of the program', () => {
    for (const name of ['constructor', '__proto__', 'toString', '@root', 'this', 'lookup'])
      expect(promptProblems(blurb(`{{${name}}}`)), name).toHaveLength(1);
    expect(isPromptName('constructor')).toBe(false);
  });
});

describe('the packaged prompts', () => {
  const fill = (name: keyof typeof PROMPTS, changes: Record<string, string> = {}) =>
    PACKAGED(name, { ...Object.fromEntries(PROMPTS[name].map((value) => [value, `«${value}»`])), ...changes });

  it.each(Object.keys(PROMPTS) as (keyof typeof PROMPTS)[])('“%s” uses every value that it is given', (name) => {
    const values: readonly string[] = PROMPTS[name];
    for (const value of values) if (value !== 'letter') expect(fill(name)).toContain(`«${value}»`);
  });

  it('ask for JSON, and speak of examples, updates and letters only where there are some', () => {
    expect(fill('system')).toContain('JSON');
    expect(fill('letter-system')).toContain('"paragraphs"');
    expect(fill('letter-system', { letter: '' })).not.toContain('paragraphs');
    expect(fill('system', { examples: '' })).not.toContain('past issues');
    expect(fill('blurb', { told: '' })).not.toContain('new since then');
    expect(fill('blurb', { candidates: '' })).toContain('There are no candidates');
  });

  it('are described with every name that they have', () => {
    const rows = readFileSync('docs/prompts.md', 'utf8').split('\n');
    for (const [name, values] of Object.entries(PROMPTS)) {
      const row = rows.find((line) => line.startsWith(`| \`${name}.hbs\``));
      for (const value of values) expect(row).toContain(`{{${value}}}`);
    }
  });
});
