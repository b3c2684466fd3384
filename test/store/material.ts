import type { Item, Page, StoredResponse } from '../../src/types.ts';

/** A moment of the test week: day and hour. */
export const at = (day: number, hour = 0) =>
  `2026-11-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`;

/** An item as a crawl makes it: seen on the 20th, dated the 18th, its feed gave a teaser. */
export function item(id: string, own: Partial<Item> = {}): Item {
  return {
    id,
    url: `https://site.example/${id}`,
    canonicalUrl: `site.example/${id}`,
    sourceId: 'site',
    sourceName: 'Site',
    guid: id,
    title: `Title of ${id}`,
    publishedAt: at(18),
    firstSeenAt: at(20),
    capturedAt: at(20),
    summary: 'A teaser.',
    own: true,
    text: '',
    textFrom: 'none',
    incomplete: true,
    links: [],
    categories: [],
    minutes: 0,
    ...own,
  };
}

export function page(id: string, own: Partial<Page> = {}): Page {
  return {
    canonicalUrl: `site.example/${id}`,
    url: `https://site.example/${id}`,
    capturedAt: at(20, 1),
    title: 'As the page has it',
    text: 'The words of the page.',
    links: ['https://out.example/'],
    minutes: 4,
    incomplete: false,
    ...own,
  };
}

export function answer(url: string, body: string, when: string, own: Partial<StoredResponse> = {}): StoredResponse {
  return {
    method: 'GET',
    url,
    bodyHash: '',
    finalUrl: url,
    status: 200,
    headers: { etag: `"${body}"` },
    body: new TextEncoder().encode(body),
    at: when,
    ...own,
  };
}
