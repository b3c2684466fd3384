import type { Issue, Newsletter } from '../../types.ts';
import { frameOf } from '../frame.ts';
import { type FeedOf, jsonFeed, rssFeed } from './feed.ts';
import { type ArchiveTemplate, compileArchive, type Fill } from './fill.ts';
import { type IssuePage, issuePage, madeOf } from './page.ts';
import { robots, sitemap } from './sitemap.ts';
import { archiveHome } from './url.ts';

/** A file of the archive; the path is relative to its folder. */
export interface ArchiveFile {
  path: string;
  text: string;
}

/**
 * The whole archive of these issues: a page each, a home page, a page for what is not there, style sheet and icon; with `archive.url` also
 * feeds, sitemap and canonical links. The same issues give the same bytes, in whatever order they come. `step` is told how many pages are done.
 * Throws UserError for a broken template, with its file and line.
 */
export function buildArchive(
  issues: Issue[],
  newsletter: Newsletter,
  templates: ArchiveTemplate[],
  step: (done: number, total: number) => void = () => {},
): ArchiveFile[] {
  const fill = compileArchive(templates);
  const site = siteOf(newsletter);
  const pages: IssuePage[] = [];
  for (const issue of [...issues].sort((a, b) => b.number - a.number)) {
    pages.push(issuePage(issue, newsletter));
    step(pages.length, issues.length);
  }
  return [
    { path: 'index.html', text: fill('home', homeView(site, pages)) },
    ...pages.map((page, i) => ({
      path: `${page.folder}index.html`,
      text: fill('issue', issueView(site, page, { next: pages[i - 1], previous: pages[i + 1] })),
    })),
    { path: '404.html', text: fill('missing', missingView(site, fill)) },
    { path: 'style.css', text: fill('style.css', site) },
    { path: 'icon.svg', text: fill('icon.svg', site) },
    { path: 'robots.txt', text: robots(site.home) },
    ...machineFiles(site, pages),
  ];
}

type Site = {
  name: string;
  description: string;
  editor: string;
  lang: string;
  dir: string;
  home?: string;
  logo?: { url: string; alt?: string; height: number };
  made: string;
  /** Families, in which quotes are no markup, and percents of the reader's own size. */
  fonts: { html: Record<string, string> };
  size: number;
  look: Record<string, string>;
  dark: Record<string, string>;
};

function siteOf(newsletter: Newsletter): Site {
  // an issue without words: what is the same on all pages is the newsletter's own
  const empty: Issue = { number: 0, date: '2000-01-01', status: 'published', letter: '', blocks: [], front: '' };
  const frame = frameOf(empty, newsletter);
  const { lang, rtl, look, logo, type } = frame;
  const home = archiveHome(newsletter);
  return {
    name: newsletter.name,
    description:
      newsletter.archive?.description ?? `${newsletter.name}, a newsletter edited by ${newsletter.editor.name}.`,
    editor: newsletter.editor.name,
    lang,
    dir: rtl ? 'rtl' : 'ltr',
    ...(home ? { home } : {}),
    ...(logo ? { logo } : {}),
    made: madeOf(frame),
    fonts: { html: { ...type.fonts, headings: type.fonts.headings ?? type.fonts.text } },
    size: (100 * type.sizes.text) / 16,
    look: { ...look.light },
    dark: { ...look.dark },
  };
}

/** What every page is given. Links within the archive are relative; read from a disk, where no server adds it, they name `index.html`. */
function pageView(site: Site, root: string, o: { path: string; title: string; description: string }) {
  const { path, title, description } = o;
  const index = site.home ? '' : 'index.html';
  return {
    site,
    made: site.made,
    root,
    index,
    homeLink: `${root}${index}` || './',
    title,
    description,
    ...(site.home ? { canonical: site.home + path, feeds: true, picture: site.logo?.url } : {}),
  };
}

function homeView(site: Site, pages: IssuePage[]) {
  const { name, description } = site;
  const [newest, ...older] = pages;
  const years: { year: string; issues: IssuePage[] }[] = [];
  for (const page of older) {
    const year = page.day.slice(0, 4);
    if (years.at(-1)?.year !== year) years.push({ year, issues: [] });
    years.at(-1)?.issues.push(page);
  }
  return {
    ...pageView(site, '', { path: '', title: name, description }),
    front: true,
    type: 'website',
    newest,
    years,
    ...(newest ? { made: newest.made } : {}),
  };
}

function issueView(
  site: Site,
  page: IssuePage,
  { previous, next }: { previous: IssuePage | undefined; next: IssuePage | undefined },
) {
  const { name } = site;
  const title = page.title === name ? `${name} ${page.number}` : page.title;
  const view = pageView(site, '../../', {
    path: page.folder,
    title: `${title} | ${name}`,
    description: page.description || site.description,
  });
  const { picture = site.logo } = page;
  return {
    ...view,
    type: 'article',
    issue: { ...page, title },
    heading: title,
    previous,
    next,
    made: page.made,
    ...(page.changed === page.day ? {} : { modified: page.changed }),
    ...(site.home && picture ? { picture: picture.url, wide: page.picture !== undefined } : {}),
  };
}

/** It is shown at any address, so that nothing in it may be relative: the style sheet stands in it, and links are absolute. */
function missingView(site: Site, fill: Fill) {
  const view = pageView(site, site.home ?? '/', {
    path: '404.html',
    title: `Page not found | ${site.name}`,
    description: site.description,
  });
  const { canonical: _none, ...rest } = view as typeof view & { canonical?: string };
  return {
    ...rest,
    index: '',
    homeLink: site.home ?? '/',
    missing: true,
    css: { html: fill('style.css', site) },
  };
}

function machineFiles(site: Site, pages: IssuePage[]): ArchiveFile[] {
  const { name, description, lang: language, editor, home, logo } = site;
  if (!home) return [];
  const feed: FeedOf = {
    name,
    description,
    language,
    editor,
    home,
    ...(logo ? { logo: logo.url } : {}),
    issues: pages,
  };
  return [
    { path: 'feed.xml', text: rssFeed(feed) },
    { path: 'feed.json', text: jsonFeed(feed) },
    { path: 'sitemap.xml', text: sitemap(home, pages) },
  ];
}
