import { describe, expect, it } from 'vitest';
import { rankTranscripts, transcriptKey } from '../../src/text/transcript-forms.ts';

const urls = (forms: Parameters<typeof rankTranscripts>[0], language?: string) =>
  rankTranscripts(forms, language).map(({ url }) => url);

describe('rankTranscripts', () => {
  it('puts timed forms before plain ones, by type, else by address', () => {
    const forms = [
      { url: 'https://a.test/t.txt' },
      { url: 'https://a.test/1', type: 'text/html' },
      { url: 'https://a.test/2', type: 'application/json' },
      { url: 'https://a.test/t.srt?x=1' },
      { url: 'https://a.test/3', type: 'text/vtt' },
      { url: 'https://a.test/json', type: 'text/plain' },
    ];
    expect(urls(forms)).toEqual([
      'https://a.test/3',
      'https://a.test/t.srt?x=1',
      'https://a.test/2',
      'https://a.test/1',
      'https://a.test/t.txt',
      'https://a.test/json',
    ]);
  });

  it('puts a translation last: nobody said its words', () => {
    const forms = [
      { url: 'https://a.test/es.vtt', type: 'text/vtt', language: 'es' },
      { url: 'https://a.test/en.txt', type: 'text/plain', language: 'en-GB' },
    ];
    expect(urls(forms, 'en-us')).toEqual(['https://a.test/en.txt', 'https://a.test/es.vtt']);
    expect(urls(forms)).toEqual(['https://a.test/es.vtt', 'https://a.test/en.txt']);
    expect(rankTranscripts(forms, 'en')[0]).toEqual({ url: 'https://a.test/en.txt', type: 'text/plain' });
  });

  it('gives ten at most', () => {
    expect(rankTranscripts(Array.from({ length: 50 }, (_, i) => ({ url: `https://a.test/${i}` })))).toHaveLength(10);
  });
});

describe('transcriptKey', () => {
  it.each([
    'https://www.youtube.com/watch?v=abc_DEF-123&t=5',
    'https://youtu.be/abc_DEF-123',
    'https://m.youtube.com/shorts/abc_DEF-123',
  ])('the id of %s', (url) => {
    expect(transcriptKey(url)).toBe('abc_DEF-123');
  });
  it('is the same for the spellings of one page, and never climbs out of a folder', () => {
    const key = transcriptKey('https://www.show.test/ep/9?utm_source=x');
    expect(key).toMatch(/^[0-9a-f]{16}$/);
    expect(transcriptKey('http://show.test/ep/9/')).toBe(key);
    expect(transcriptKey('https://youtu.be/../../etc')).toMatch(/^[\w-]+$/);
    expect(transcriptKey('https://www.youtube.com/watch?v=..%2F..%2Fx')).toMatch(/^[0-9a-f]{16}$/);
  });
});
