import { describe, expect, it } from 'vitest';
import { contrast, readableOn } from '../../src/render/colour.ts';
import { lookOf } from '../../src/render/look.ts';

describe('contrast', () => {
  it('is that of WCAG 2.2', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#fff', '#fff')).toBeCloseTo(1, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });
});

describe('a palette', () => {
  it.each(['#0b6bcb', '#ffd400', '#ffffff', '#000000', '#e0115f', '#3c3', 'red; } body { display: none', ''])(
    'around %s can be read',
    (accent) => {
      const { light, dark } = lookOf(accent);
      for (const look of [light, dark]) {
        for (const paper of [look.paper, look.tint]) {
          for (const text of [look.ink, look.muted, look.link])
            expect(contrast(text, paper)).toBeGreaterThanOrEqual(4.5);
        }
        expect(contrast(look.muted, look.page)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(look.ink, look.rule)).toBeGreaterThanOrEqual(4.5);
        for (const colour of [look.page, look.paper, look.ink])
          expect(['#000000', '#ffffff', '#000', '#fff']).not.toContain(colour);
        expect(look.accent).toMatch(/^#[\da-f]{3,6}$/i);
      }
    },
  );

  it('keeps an accent that can be read as it is', () => {
    expect(readableOn('#ffffff', '#0b57a4', '#000000')).toBe('#0b57a4');
  });
});
