import type { CrawlReport } from '../actions/crawl.ts';
import type { SourceReport } from '../actions/crawlSource.ts';
import { hostOf } from '../text/url.ts';
import { clip, plural, table } from './print.ts';
import { printable } from './report.ts';

const NAME = 24;
/** Reasons of failed pages that are told one by one. */
const MOST_PAGES = 10;
/** From so many sources on, those of which there is nothing to say are counted only. */
const MANY = 60;

/** A crawl as a table that fits so many columns; what is cut in it is told in full below, and a line of totals ends it. */
export function crawlTable(report: CrawlReport, columns: number): string {
  const { sources } = report;
  if (sources.length === 0) return 'Nothing to crawl: no source is enabled. `pullquote sources add URL` adds one.';
  const told = sources.length < MANY ? sources : sources.filter(isNews);
  const rows = told.map((source) => [
    clip(printable(source.name), NAME),
    source.kind,
    String(source.items),
    String(source.added),
    printable(stateOf(source)),
  ]);
  const head = ['source', 'kind', 'items', 'new', 'state'];
  const untold = sources.length - told.length;
  const lines = told.length > 0 ? [table(rows, head, { columns })] : [];
  if (untold > 0) lines.push(`${plural(untold, 'source')}${told.length > 0 ? ' more' : ''} brought nothing new.`);
  return [...lines, '', ...details(report), totals(report)].join('\n');
}

function isNews({ added, error, skipped, warnings, movedTo }: SourceReport): boolean {
  return added > 0 || error !== undefined || skipped !== undefined || warnings.length > 0 || movedTo !== undefined;
}

/** The crawl in a few lines: counts, then each source that failed or was not asked, with its reason. */
export function crawlLines(report: CrawlReport): string {
  const sick = report.sources.filter(({ error, skipped }) => error !== undefined || skipped);
  return [totals(report), ...sick.flatMap(tellingOf).map((line) => `  ${line}`)].join('\n');
}

/** Why each source that failed or was not asked did so, a line each. */
export function failureLines({ sources }: CrawlReport): string[] {
  return sources.flatMap(({ name, error, skipped }) => {
    if (skipped) return [`  ${printable(`${name}: ${skippedText(skipped)}`)}`];
    return error === undefined ? [] : [`  ${printable(`${name}: ${error}`)}`];
  });
}

function stateOf({ error, skipped, items, unchanged, warnings, movedTo }: SourceReport): string {
  // where it is stands below, beside the whole reason
  if (error !== undefined) return `failed: ${error.replace(/^https?:\S+: /, '')}`;
  if (skipped) return `skipped until ${moment(skipped.until)}`;
  const warned = warnings.length > 1 ? plural(warnings.length, 'warning') : warnings[0];
  const state = unchanged ? 'unchanged' : items === 0 ? 'no entries' : '';
  return [state, warned, movedTo ? `moved to ${movedTo}` : ''].filter(Boolean).join('; ');
}

function details({ sources, pages }: CrawlReport): string[] {
  const lines = sources.flatMap(tellingOf);
  // pages of a site that is down, or does not like us, all fail alike
  const alike = ({ url, error }: CrawlReport['pages']['failed'][number]) =>
    `${hostOf(url)} ${error.replaceAll(/https?:\S+/g, '')}`;
  const reasons = [...Map.groupBy(pages.failed, alike).values()];
  for (const [first, ...others] of reasons.slice(0, MOST_PAGES)) {
    const more = others.length > 0 ? ` (and ${others.length} more of ${hostOf(first?.url ?? '')})` : '';
    lines.push(printable(`page failed: ${first?.error}${more}`));
  }
  const untold = reasons.slice(MOST_PAGES).reduce((sum, failed) => sum + failed.length, 0);
  if (untold > 0) lines.push(`page failed: ${untold} more; --json lists them all`);
  return lines.length ? [...lines, ''] : [];
}

/** All that is to be said of one source, a line each. */
function tellingOf({ name, url, error, skipped, warnings, movedTo }: SourceReport): string[] {
  const lines: string[] = [];
  if (error !== undefined) lines.push(`failed: ${name}: ${error}${error.includes(url) ? '' : ` (${url})`}`);
  if (skipped) lines.push(`skipped: ${name}: ${skippedText(skipped)}`);
  if (movedTo) lines.push(`moved: ${name}: in sources.yaml, write ${movedTo} in place of ${url}`);
  for (const warning of warnings) lines.push(`warning: ${name}: ${warning}`);
  return lines.map(printable);
}

function skippedText({ until, failuresInARow, lastError }: NonNullable<SourceReport['skipped']>): string {
  return `failed ${failuresInARow} times in a row and is asked again from ${moment(until)} on, or by \`crawl --all\`; last error: ${lastError}`;
}

function totals({ sources, pages, dollars }: CrawlReport): string {
  const count = (of: (source: SourceReport) => boolean) => sources.filter(of).length;
  const added = sources.reduce((sum, source) => sum + source.added, 0);
  const failed = count(({ error }) => error !== undefined);
  const skipped = count((source) => source.skipped !== undefined);
  const parts = [
    plural(added, 'new item'),
    pages.wanted ? `${pages.captured} of ${plural(pages.wanted, 'page')} captured` : '',
    failed ? `${failed} failed` : '',
    skipped ? `${skipped} skipped` : '',
    dollars ? `$${dollars.toFixed(4)} for reading` : '',
  ];
  return `Crawled ${plural(sources.length, 'source')}: ${parts.filter(Boolean).join(', ')}.`;
}

/** `2026-11-23 05:00 UTC`. */
export function moment(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}
