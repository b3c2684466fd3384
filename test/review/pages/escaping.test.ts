import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { deskPage, parts, previewHtml } from '../../../src/review/pages/index.ts';
import { hostileDesk } from './hostileView.ts';

const PAYLOADS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)' x='",
  '</textarea></title></style></svg><iframe src=//evil.example></iframe>',
  '<svg><animate onbegin=alert(1)></svg>',
  '&lt;b&gt;&#60;script&#62;&amp;',
  '<!-- --!><b onclick=alert(1)>',
  '<form action=//evil.example><button data-do="publish">',
  '[x](javascript:alert(1)) <javascript:alert(1)> ![](data:image/svg+xml,<svg onload=alert(1)>)',
  '\u202eedoc\u0000\u0007',
];
const OPTIONS = (evil: string) => ({
  csrf: 'token',
  platforms: [evil],
  desks: 2,
  model: evil,
  editor: evil,
  problems: [evil],
});
/** Elements that the desk itself makes; any other came out of words. */
const OWN =
  'a article aside b blockquote body br button circle dd details dialog div dl dt em fieldset figcaption figure footer form g h1 h2 h3 head header html iframe input kbd label legend li line link main mark meta ol option p path pre rect script section select span strong summary svg table tbody td text textarea th thead title tr ul'.split(
    ' ',
  );

function rendered(evil: string): Record<string, string> {
  const { view, block, checks, bench, row, proofs, candidate, source, figures } = hostileDesk(evil);
  return {
    page: deskPage(view, OPTIONS(evil)),
    approved: deskPage({ ...view, status: 'approved' }, OPTIONS(evil)),
    head: parts.head(view, OPTIONS(evil)),
    blocks: parts.blocks(view),
    checks: parts.checks(checks, view),
    bench: parts.bench(bench, undefined, evil),
    found: parts.bench(bench, [row], evil),
    evidence: parts.evidence(block, proofs, view.opened),
    candidates: parts.candidates(block, 1, [candidate]),
    source: parts.source(source, block),
    week: parts.week(figures),
    email: parts.email(view, { bytes: 30_000, limit: 102_000 }),
    publish: parts.publish(view, { to: evil, lines: [evil] }),
    preview: previewHtml(`## ${evil}\n\n${evil}\n\n> ${evil}\n\n- ${evil}\n\n    ${evil}`),
  };
}

/** What of a piece of markup could run, load, send or restyle. */
function live(markup: string): string[] {
  const { document } = parseHTML(`<!doctype html><html><body>${markup.replace(/^<!doctype html>/i, '')}</body></html>`);
  const found: string[] = [];
  for (const element of document.querySelectorAll('*')) {
    const tag = element.tagName.toLowerCase();
    if (!OWN.includes(tag)) found.push(`<${tag}>`);
    if (tag === 'script' && !element.getAttribute('src')?.startsWith('assets/')) found.push('<script>');
    if (tag === 'iframe' || tag === 'img') found.push(`<${tag}>`);
    for (const { name, value } of element.attributes) {
      if (/^on|^style$|^srcdoc$|^(form)?action$/i.test(name)) found.push(`${tag} ${name}`);
      if (/^(href|src)$/.test(name) && !/^(https?:\/\/|mailto:|assets\/|#part-blocks$)/.test(value))
        found.push(`${tag} ${name}=${value}`);
      if (name === 'data-do' && !/^[a-z-]+$/.test(value)) found.push(`data-do=${value}`);
    }
    if (
      tag === 'a' &&
      element.getAttribute('class') !== 'skip' &&
      !/noreferrer noopener/.test(element.getAttribute('rel') ?? '')
    )
      found.push('a without rel');
  }
  return found;
}

describe('crawled and written words on the desk', () => {
  it.each(PAYLOADS)('%j stays words wherever it stands', (evil) => {
    for (const [name, markup] of Object.entries(rendered(evil))) expect(live(markup), name).toEqual([]);
  });

  it('has as many buttons of each verb as it has for harmless words', () => {
    const verbs = (evil: string) =>
      Object.values(rendered(evil)).map((markup) =>
        [...markup.matchAll(/<button[^>]* data-do="([a-z-]+)"/g)].map(([, verb]) => verb).sort(),
      );
    const harmless = verbs('plain words');
    for (const evil of PAYLOADS.slice(0, 8)) expect(verbs(evil)).toEqual(harmless);
  });

  it('shows no override of direction and no control character', () => {
    for (const [name, markup] of Object.entries(rendered('\u202eedoc\u0000\u0007 <'))) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(markup, name).not.toMatch(/[\u0000\u0007\u202d\u202e]/);
    }
  });

  it('asks for nothing from elsewhere: no picture, no style, no script of another host', () => {
    for (const markup of Object.values(rendered('plain words'))) {
      expect(markup).not.toMatch(/<img|<style|\sstyle=|\ssrc="https?:/);
      expect(markup).not.toMatch(/<script(?![^>]* src="assets\/)/);
    }
  });
});

describe('the source view', () => {
  it('keeps offsets: what can’t be shown is one blank each', () => {
    const { source, block } = hostileDesk('plain');
    const text = 'One\u0000 two\r\nthree \u202efour\ud800 five';
    const markup = parts.source({ ...source, text, marks: [{ start: 5, end: 8 }] }, block);
    const { document } = parseHTML(markup);
    const shown = document.querySelector('[data-text]')?.textContent ?? '';
    expect(shown).toHaveLength(text.length);
    expect(document.querySelector('mark')?.textContent).toBe('two');
    expect(shown.indexOf('five')).toBe(text.indexOf('five'));
  });
});

describe('what an editor types', () => {
  it('is shown as the email sets it', () => {
    const markup = previewHtml(
      '## A *quiet* week (35 min)\n\n[Rain](https://rain.example/a) fell.\n\n> It did.\n> — Ana',
    );
    expect(markup).toContain('<em>quiet</em>');
    expect(markup).toContain('<span class="length">35 min</span>');
    expect(markup).toContain('rel="noreferrer noopener"');
    expect(markup).toContain('— Ana.');
  });

  it('shows pictures by their words, since they would be loaded from elsewhere', () => {
    const markup = previewHtml('## Rain\n\n![A wet street](https://pic.example/a.png)');
    expect(markup).not.toContain('<img');
    expect(markup).toContain('Picture from pic.example: A wet street');
  });
});
