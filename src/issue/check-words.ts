/** P3 and P11: numbers, dates and names stand in the sources; the machine claims nothing. In an editor's words a finding is a warning. */

import { checkBlurb } from '../text/blurb.ts';
import { quotationsIn } from '../text/blurbFacts.ts';
import { failed } from '../text/failed.ts';
import { styleProblems } from '../text/style.ts';
import type { Check, SourceText } from '../types.ts';
import { type Context, sentencesOf, type Writer } from './check-context.ts';

/** The failed checks of one paragraph, heading or line. A sentence that the machine wrote and nobody changed is machine text. */
export function checkWords(text: string, sources: SourceText[], context: Context): Check[] {
  const all = sentencesOf(text).map((words) => ({ words, writer: context.writerOf(words) }));
  const own = all.filter(({ writer }) => isChecked(writer));
  const checks = own.flatMap(({ words, writer }) => (writer === 'model' ? styleChecks(words) : []));
  if (own.length === 0 || sources.length === 0) return checks;
  const whole = failures(own.map(({ words }) => words).join(' '), sources, context);
  if (whole.length === 0) return checks;
  // a quotation may run over several sentences, and is an error whoever wrote it; an editor's “moat” quotes nobody
  const scare = own.every(({ writer }) => writer === undefined) && quotationsIn(text).every(isShort);
  for (const check of whole)
    if (check.rule === 'quote-not-found') checks.push(scare ? { ...check, level: 'warning' } : check);
  for (const { words, writer } of own) {
    const found = failures(words, sources, context).filter(({ rule }) => rule !== 'quote-not-found');
    checks.push(...found.map((check): Check => (writer === 'model' ? check : { ...check, level: 'warning' })));
  }
  return checks;
}

const FEWEST_QUOTED = 4;

function isShort({ text }: { text: string }): boolean {
  return text.trim().split(/\s+/).length < FEWEST_QUOTED;
}

/** Titles and bylines taken from a page are data, and the newsletter's own words are its own: neither is checked. */
function isChecked(writer: Writer | undefined): boolean {
  return writer === undefined || writer === 'model';
}

/** How strict the proof of these texts would be: `error` with a sentence of the model's, undefined with none to prove. */
export function strictness(texts: string[], { writerOf }: Context): Check['level'] | undefined {
  const writers = texts.flatMap(sentencesOf).map(writerOf).filter(isChecked);
  if (writers.length === 0) return undefined;
  return writers.includes('model') ? 'error' : 'warning';
}

function failures(text: string, sources: SourceText[], { issue }: Context): Check[] {
  let words = text;
  for (const { quote } of issue.vouched ?? []) if (quote.trim()) words = words.replaceAll(quote, '');
  return checkBlurb(words, sources).filter(({ ok }) => !ok);
}

function styleChecks(words: string): Check[] {
  return styleProblems(words).map(({ rule, detail }) => failed(rule, detail));
}
