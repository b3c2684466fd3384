import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseEditor } from '../../src/config/editor.ts';
import { inboxSource } from '../../src/config/inboxSource.ts';
import { parseNewsletter } from '../../src/config/newsletter.ts';
import { parseSources } from '../../src/config/sources.ts';
import { UserError } from '../../src/errors.ts';

/** Each `WHAT-name.in.yaml` has beside it what it becomes (`.expected.json`) or the message that refuses it (`.expected.txt`). */
const folder = join(import.meta.dirname, '../fixtures/config');
const parsers = {
  sources: parseSources,
  newsletter: parseNewsletter,
  editor: parseEditor,
  /** The finds of an `editor.yaml`, each as the source that reads it. */
  inbox: (yamlText: string, file: string) => parseEditor(yamlText, file).inbox.map(inboxSource),
};

/** The resolved file as JSON, or the message. */
function outcome(fixture: string): { ending: 'json' | 'txt'; text: string } {
  const kind = fixture.split('-')[0] as keyof typeof parsers;
  try {
    const value = parsers[kind](readFileSync(join(folder, fixture), 'utf8'), `${kind}.yaml`);
    return { ending: 'json', text: `${JSON.stringify(value, null, 2)}\n` };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ending: 'txt', text: `${error.message}\n` };
  }
}

describe('the YAML files of a workspace', () => {
  const fixtures = readdirSync(folder).filter((name) => name.endsWith('.in.yaml'));

  test.each(fixtures)('%s', async (fixture) => {
    const { ending, text } = outcome(fixture);
    await expect(text).toMatchFileSnapshot(join(folder, fixture.replace('.in.yaml', `.expected.${ending}`)));
  });

  test('each line of a message names file, line and column', () => {
    for (const fixture of fixtures) {
      const { ending, text } = outcome(fixture);
      if (ending === 'txt')
        for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^\w+\.yaml:\d+:\d+ \S/);
    }
  });
});
