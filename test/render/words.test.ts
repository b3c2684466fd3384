import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { renderIssue } from '../../src/render/render.ts';
import { LANGUAGES, type Phrase, phrase } from '../../src/render/words.ts';
import { issueOf, newsletter, platform } from './inputs.ts';

const PHRASES: Record<Phrase, string[]> = {
  issue: ['number'],
  minutes: ['minutes'],
  web: [],
  contents: [],
  correction: ['date'],
  verbatim: [],
  vouchedFor: [],
  made: [],
  madeBy: ['editor'],
  because: ['name'],
  unsubscribe: [],
  preferences: [],
  answer: [],
  image: [],
  vouched: ['date'],
  vouchedAt: ['date', 'at'],
};

describe('the fixed sentences', () => {
  it('exist in at least these languages, each with what it is to be filled with', () => {
    expect(LANGUAGES).toEqual(expect.arrayContaining(['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'he', 'ar']));
    for (const language of LANGUAGES) {
      for (const [name, values] of Object.entries(PHRASES)) {
        const filled = phrase(
          language,
          name as Phrase,
          Object.fromEntries(values.map((value) => [value, `<${value}>`])),
        );
        for (const value of values) expect(filled, `${language} ${name}`).toContain(`<${value}>`);
        expect(filled, `${language} ${name}`).not.toMatch(/[{}]/);
      }
    }
  });

  it('follow the language of the newsletter, with English for one that is not known', () => {
    expect(phrase('pt-BR', 'web')).toBe('Ler na web');
    expect(phrase('sw', 'web')).toBe('Read it on the web');
    expect(phrase('constructor', 'web')).toBe('Read it on the web');
  });

  it('leave no English in a German issue, in either part', async () => {
    const front =
      'corrections:\n  - { date: 2026-02-03, text: Zwei. }\nvouched:\n  - { quote: Neun Leben., by: Ada, url: "https://v.test/1", heard: 2026-01-30 }\n';
    const body = `Hallo.\n\n${Array.from({ length: 8 }, (_, i) => `## Titel ${i}\n\n[V](https://v.test/1)\n\n> Neun Leben.\n\n![Katze](https://i.test/${i}.png)`).join('\n\n')}`;
    const { html, text } = await renderIssue(issueOf(body, front), {
      newsletter: newsletter({ language: 'de', name: 'Küchenradio' }),
      platform: { ...platform, preferences: '{{ manage }}' },
    });
    for (const part of [load(html)('body').text(), text]) {
      expect(part).not.toMatch(
        /\b(Issue|read|Read|the|you|by|Drafted|edited|Correction|Unsubscribe|preferences|Image)\b/,
      );
      for (const words of [
        'Ausgabe 7',
        '1 Min. Lesezeit',
        'In dieser Ausgabe',
        'Korrektur, 3. Februar 2026:',
        'Abmelden',
        'Einstellungen ändern',
        'Von der Redaktion verbürgt',
      ])
        expect(part.replace(/\s+/g, ' ')).toContain(words);
    }
    expect(text).toContain('[Bild: Katze]');
  });

  it('are marked as English where the issue is in a language that they do not exist in', async () => {
    const { html } = await renderIssue(issueOf('سلام'), { newsletter: newsletter({ language: 'fa' }), platform });
    const footer = load(html)('p[lang=en]');
    expect(footer.length).toBeGreaterThan(1);
    expect(footer.first().attr('dir')).toBe('ltr');
    expect(load((await renderIssue(issueOf('Hi'), { newsletter: newsletter() })).html)('p[lang]').length).toBe(0);
  });
});
