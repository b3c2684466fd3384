import { describe, expect, it } from 'vitest';
import { articleLinks, extractArticle } from '../../src/stages/extract.ts';

const prose = 'The gate closed in nine minutes, and nobody on the quay had thought that it would. ';
const CHARS = 5_000_000;
const fill = (piece: string) => piece.repeat(Math.ceil(CHARS / piece.length));

/** Each took minutes, or the stack, before pages were capped; the runner's own limit of time is the check. */
describe('pages of 5 MB', () => {
  it.each([
    '<div>',
    '<b><p>',
    '<table><tr><td>',
    '<ul><li><a href="/x">y</a>',
    '<div><span><p></div>',
    '<p>x</p>',
    `<p>${prose}`,
    `<p>${prose}</p>`,
    `${prose}<br>`,
    '<h2>x</h2>',
    '<li><a href="/x">yes or no</a></li>',
    '<a "',
    '<a b="',
    '<a b=c ',
    '<!--',
    '<script>',
    '<svg>',
    '<',
    '&amp;',
    '&#x41;',
    '<span class="share"></span>',
    '<time datetime="2026-01-01">',
    '<meta name=author content="Some Body">',
    `<noscript>${prose}</noscript>`,
    `<template><p>${prose}`,
  ])('%s', (piece) => {
    const article = extractArticle(fill(piece), { url: 'https://a.test/' });
    expect(articleLinks(article, 'https://a.test/').length).toBeLessThanOrEqual(1);
    expect(article.text.length).toBeLessThanOrEqual(1_100_000);
    expect(article.incomplete || article.wordCount >= 50).toBe(true);
  });
});
