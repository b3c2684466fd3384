import { escapeHtml } from '../render/escape.ts';

/** A page of a few sentences, for when there is no desk to show. */
export function plainPage(title: string, paragraphs: string[]): string {
  const lines = paragraphs.map((text) => `<p>${escapeHtml(text).replaceAll('\n', '<br>')}</p>`).join('');
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">`;
  return `<!doctype html><html lang="en"><head>${head}<title>${escapeHtml(title)}</title></head><body><main><h1>${escapeHtml(title)}</h1>${lines}<p><a href="./">Look again</a></p></main></body></html>`;
}
