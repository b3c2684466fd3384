import type { Day } from '../../types.ts';
import { xml } from './feed.ts';
import type { IssuePage } from './page.ts';

/** The pages with the day on which each last changed (sitemaps.org 0.9). `home` is absolute and ends in a slash. */
export function sitemap(home: string, issues: IssuePage[]): string {
  const newest = issues
    .map(({ changed }) => changed)
    .sort()
    .at(-1);
  return `${[
    '<?xml version="1.0" encoding="utf-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    entry(home, newest),
    ...issues.map(({ folder, changed }) => entry(home + folder, changed)),
    '</urlset>',
  ].join('\n')}\n`;
}

function entry(url: string, changed: Day | undefined): string {
  return `<url><loc>${xml(url)}</loc>${changed ? `<lastmod>${changed}</lastmod>` : ''}</url>`;
}

/** Everybody may read everything (RFC 9309), and where the list of pages is. */
export function robots(home: string | undefined): string {
  return `User-agent: *\nAllow: /\n${home ? `\nSitemap: ${home}sitemap.xml\n` : ''}`;
}
