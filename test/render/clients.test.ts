import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderIssue } from '../../src/render/render.ts';
import { type Feature, lacking } from '../support/mailClients.ts';
import { fixture, longIssue, newsletter, platform } from './inputs.ts';

const FEATURES = new URL('../../../shared/data/email/features.json', import.meta.url);

describe.skipIf(!existsSync(FEATURES))('mail clients (skipped where ../shared is not there)', () => {
  const features = existsSync(FEATURES) ? (JSON.parse(readFileSync(FEATURES, 'utf8')) as Feature[]) : [];
  const themes = [
    {},
    { fonts: { text: 'verdana', headings: 'georgia' }, width: 480, logo: 'https://i.test/l.png' },
    { logo: 'https://i.test/l.png', logoAlt: 'The Kitchen Radio' },
  ] as const;

  it.each(themes.map((theme) => ({ theme })))(
    'lack nothing that has no fallback, with the theme $theme',
    async ({ theme }) => {
      for (const issue of [fixture('feature'), fixture('right-to-left'), longIssue(9)]) {
        const own = newsletter({ theme: { accent: '#0b6bcb', ...theme }, archive: { url: 'https://radio.example/' } });
        const { html } = await renderIssue(issue, { newsletter: own, platform });
        const { used, lacks } = lacking(html, features);
        expect(lacks).toEqual([]);
        expect(used.size).toBeGreaterThan(25);
      }
    },
  );

  it('are told of what they lack', () => {
    const wrong =
      '<style>.a { color: red }</style><p class="a" style="display:flex;padding:9px"><svg></svg><a href="#x" style="border-radius:4px">x</a><video></video></p>';
    expect(lacking(wrong, features).lacks.map(({ what }) => what)).toEqual([
      'html-body on <body>',
      'css-display-flex on <p>',
      'css-padding on <p>',
      'html-svg on <svg>',
      'css-border-radius on <a>',
      'html-anchor-links on <a>',
      'html-video on <video>',
      '.a { color } sets what nothing sets inline',
    ]);
  });
});
