import { describe, expect, it } from 'vitest';
import { isMuted } from '../../src/stages/select-editor.ts';
import { findId } from '../../src/text/find.ts';
import type { EditorDecisions } from '../../src/types.ts';
import { item, NO_DECISIONS } from '../support/items.ts';

const decided = (decisions: Partial<EditorDecisions>) => ({ editor: { ...NO_DECISIONS, ...decisions } });

describe('what the editor muted', () => {
  const mutes = [{ domain: 'www.Muted.test' }, { source: 'dull' }, { url: 'https://one.test/x?utm_source=a' }];
  it.each([
    ['a page of the site', { url: 'https://muted.test/p' }, true],
    ['a page of a part of the site', { url: 'https://blog.muted.test/p' }, true],
    ['a site whose name ends alike', { url: 'https://unmuted.test/p' }, false],
    ['an item of the source', { url: 'https://a.test/p', sourceId: 'dull' }, true],
    ['the page, whatever its trackers', { url: 'https://one.test/x' }, true],
    ['another page beside it', { url: 'https://one.test/y' }, false],
  ])('%s', (_, about, muted) => {
    expect(isMuted(item(about), decided({ mutes }))).toBe(muted);
  });

  it('is wanted all the same where it was pinned or found by hand', () => {
    const url = 'https://muted.test/p';
    expect(isMuted(item({ url }), decided({ mutes, pins: [{ url }] }))).toBe(false);
    const find = item({ url, sourceId: findId(url) });
    expect(isMuted(find, decided({ mutes, inbox: [{ url, added: '2026-11-15' }] }))).toBe(false);
    expect(isMuted(find, decided({ mutes }))).toBe(true);
  });
});
