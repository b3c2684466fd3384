import { type CheerioAPI, load } from 'cheerio';
import type { Element } from 'domhandler';

/**
 * A lint of an email against caniemail's table of features. A client **lacks** a feature where the newest test of one of its platforms says
 * `n`, or where it has it on some elements alone (`ONLY`) and this is another. What a client lacks may be used only with a **fallback**:
 *
 * 1. An inline style, an attribute or an element: what the client shows without it is written down in `FALLBACKS`, and the condition there
 *    holds for the element (the width stands in an attribute too, the box has a colour of its own, …).
 * 2. A rule of a `<style>`, all of which some client lacks: every property is set inline as well, on the element or around it, so that the
 *    rule only changes what is there already; or it is one of MJML's repairs for a single client (`REPAIRS`).
 * 3. What stands in Outlook's conditional comments is read by Outlook alone, and is not looked at.
 */
export interface Feature {
  slug: string;
  stats: Record<string, Record<string, Record<string, string>>>;
}
export interface Lack {
  /** `css-border-radius on <span>`. */
  what: string;
  clients: string[];
}
/** The clients that must have it or a fallback: family, and its platforms where not all count. */
const CLIENTS: Record<string, string[] | undefined> = {
  gmail: undefined,
  outlook: ['windows'],
  'apple-mail': undefined,
  yahoo: undefined,
};
/** Elements on which Outlook for Windows knows a property (caniemail's notes). */
const ONLY: Record<string, (tag: string) => boolean> = {
  'css-padding': (tag) => tag === 'td' || tag === 'th',
  'css-max-width': (tag) => tag === 'table',
  'css-width': (tag) => !['body', 'span', 'div', 'p', 'img'].includes(tag),
  'css-height': (tag) => !['body', 'span', 'div', 'p'].includes(tag),
  'css-margin': (tag) => !['body', 'span'].includes(tag),
};
/** What stands in for a feature, and when it does. */
const FALLBACKS: Record<string, (element: Element, $: CheerioAPI) => boolean> = {
  // corners are square, and the box is there by its colour
  'css-border-radius': (element) => has(element, 'background-color'),
  // words with a colour behind them, in the line
  'css-display': (element) => element.name === 'span' || element.name === 'img' || element.name === 'div',
  'css-padding': (element, $) =>
    value(element, 'padding')
      .split(' ')
      .every((part) => parseFloat(part) === 0) ||
    inOutlookCell(element, $) ||
    has(element, 'background-color'),
  // a length may break, or a long word stand out
  'css-white-space': (element) => element.name === 'span',
  'css-word-break': () => true,
  'css-word-wrap': () => true,
  // the attribute says it too; a box that is as wide as what is around it needs none
  'css-max-width': (element, $) => element.attribs.width !== undefined || inOutlookTable(element, $),
  'css-width': (element, $) =>
    element.attribs.width !== undefined ||
    value(element, 'width') === '100%' ||
    value(element, 'width') === 'auto' ||
    inOutlookTable(element, $),
  'css-height': (element) => value(element, 'height') === 'auto' || element.attribs.height !== undefined,
  // without it: the line of a table is read as such a one
  'html-aria-label': () => true,
  'html-role': () => true,
  'css-margin': (element) => /^0/.test(value(element, 'margin')),
  'css-direction': () => true,
  // MJML's `word-spacing:normal` is what a client without it has
  'css-word-spacing': (element) => value(element, 'word-spacing') === 'normal',
  // colours are as they stand inline, and clients that darken mails do so by their own lights
  'html-meta-color-scheme': (_, $) => $('body').attr('style') !== undefined,
  // the preview text: five ways to hide it stand together, and each client knows one of them
  'css-display-none': hides,
  'css-max-height': hides,
  'css-overflow': hides,
  'css-opacity': hides,
  'css-visibility': hides,
  // without a doctype MJML's tables are as wide all the same: every width is an attribute
  'html-doctype': () => true,
  'html-body': (_, $) => $('body > div').first().attr('style') !== undefined,
};
/** Rules that MJML writes for one client each. */
const REPAIRS =
  /^(#outlook a|body|table, ?td|table|td|img|p|\.mj-column-per-\d+|\.moz-text-html .*|div\.mj-outlook-group-fix.*|table\.mj-full-width-mobile|td\.mj-full-width-mobile|\.mj-outlook-group-fix.*|:root)$/;

function has(element: Element, property: string): boolean {
  return declarations(element.attribs.style ?? '').some(([name]) => name === property);
}
function value(element: Element, property: string): string {
  return declarations(element.attribs.style ?? '').find(([name]) => name === property)?.[1] ?? '';
}
function hides(element: Element): boolean {
  return has(element, 'display') && has(element, 'max-height') && has(element, 'font-size') && has(element, 'overflow');
}
/** MJML gives Outlook a table of fixed width around each section, in a comment that it alone reads. */
function inOutlookTable(element: Element, $: CheerioAPI): boolean {
  return element.name === 'div' && /<!--\[if mso[^\]]*\]>[\s\S]*?width:\d+px/.test($.html());
}
function inOutlookCell(element: Element, $: CheerioAPI): boolean {
  return element.name === 'div' && $(element).parents('td').length > 0;
}

function declarations(style: string): [string, string][] {
  return style
    .split(';')
    .map((each) => each.split(':'))
    .filter(([name]) => name?.trim())
    .map(([name = '', ...rest]) => [name.trim().toLowerCase(), rest.join(':').replace('!important', '').trim()]);
}

/** caniemail's name for a property or a value of one. */
function slugsOf([name, given]: [string, string]): string[] {
  const longhand = name.match(/^(padding|margin|background)-(top|right|bottom|left)$/)?.[1];
  const border = /^border(-(top|right|bottom|left))?(-(width|style|color))?$/.test(name) ? 'border' : undefined;
  const slugs = [`css-${longhand ?? border ?? name}`];
  if (name === 'display') slugs.push(...[`css-display-${given}`]);
  for (const [, unit = ''] of given.matchAll(/\d(rem|em|vh|vw|vmin|vmax|ch|ex)\b/g)) slugs.push(`css-unit-${unit}`);
  for (const [, call = ''] of given.matchAll(/\b(calc|clamp|min|max|var|rgba?|hsla?|light-dark)\(/g))
    slugs.push(
      call === 'calc' ? 'css-unit-calc' : call === 'var' ? 'css-variables' : `css-function-${call}`,
      `css-${call}`,
    );
  return slugs;
}

const ELEMENTS: Record<string, string> = {
  ol: 'html-lists',
  ul: 'html-lists',
  li: 'html-lists',
  a: '',
  em: 'html-strong',
};

/** Everything that an email uses and one of the clients lacks without a fallback. */
export function lacking(html: string, features: Feature[]): { used: Set<string>; lacks: Lack[] } {
  const bySlug = new Map(features.map((feature) => [feature.slug, feature]));
  const $ = load(html);
  const used = new Set<string>();
  const found = new Map<string, Lack>();
  const use = (slug: string, element: Element) => {
    const feature = bySlug.get(slug);
    if (!feature) return;
    used.add(slug);
    const clients = clientsWithout(feature);
    if (ONLY[slug] && !ONLY[slug](element.name)) clients.push('outlook.windows (here)');
    if (!clients.length || FALLBACKS[slug]?.(element, $)) return;
    const what = `${slug} on <${element.name}>`;
    found.set(what, { what, clients });
  };
  for (const element of $('*').toArray() as Element[]) {
    if (element.name === 'style') continue;
    use(/^h[1-6]$/.test(element.name) ? 'html-h1-h6' : (ELEMENTS[element.name] ?? `html-${element.name}`), element);
    // `html-style` is the element
    for (const name of Object.keys(element.attribs)) if (name !== 'style') use(`html-${name}`, element);
    for (const each of declarations(element.attribs.style ?? '')) for (const slug of slugsOf(each)) use(slug, element);
    const { href = '', src = '' } = element.attribs;
    if (href.startsWith('#')) use('html-anchor-links', element);
    if (href.startsWith('mailto:')) use('html-mailto-links', element);
    if (src.startsWith('data:')) use('image-base64', element);
    const format = src.match(/\.([a-z]{3,4})(\?|$)/i)?.[1]?.toLowerCase();
    if (format) use(`image-${format}`, element);
  }
  return { used, lacks: [...found.values(), ...rulesWithoutInline($)] };
}

function clientsWithout({ stats }: Feature): string[] {
  return Object.entries(CLIENTS).flatMap(([family, only]) =>
    Object.entries(stats[family] ?? {})
      .filter(
        ([platform, versions]) => (only?.includes(platform) ?? true) && Object.values(versions).at(-1)?.startsWith('n'),
      )
      .map(([platform]) => `${family}.${platform}`),
  );
}

/** Rules of a `<style>` that set what nothing sets inline. */
function rulesWithoutInline($: CheerioAPI): Lack[] {
  const lacks = new Map<string, Lack>();
  const css = $('style')
    .text()
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/@media[^{]*\{/g, '')
    .replace(/@[\w-]+[^;{]*;/g, '');
  for (const [, selectors = '', body = ''] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    for (const selector of selectors.split(',').map((each) => each.trim())) {
      if (REPAIRS.test(selector)) continue;
      const elements = $(selector.replace(/\[data-ogs[cb]\]\s*/, '')).toArray();
      for (const [name] of declarations(body)) {
        if (elements.every((element) => setInline($, element as Element, name))) continue;
        const what = `${selector} { ${name} } sets what nothing sets inline`;
        lacks.set(what, { what, clients: ['gmail.mobile-webmail'] });
      }
    }
  }
  return [...lacks.values()];
}

const SAME: Record<string, RegExp> = {
  background: /^background(-color)?$/,
  'background-color': /^background(-color)?$/,
  'border-color': /^border(-(left|right|top|bottom))?$/,
  'padding-left': /^padding/,
  'padding-right': /^padding/,
};

function setInline($: CheerioAPI, element: Element, property: string): boolean {
  const same = SAME[property] ?? new RegExp(`^${property}$`);
  const around = [element, ...($(element).parents().toArray() as Element[])];
  return around.some(
    ({ attribs }) =>
      declarations(attribs.style ?? '').some(([name]) => same.test(name)) ||
      (property.startsWith('background') && attribs.bgcolor),
  );
}
