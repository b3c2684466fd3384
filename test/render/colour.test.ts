import { describe, expect, it } from 'vitest';
import { contrast, readableOn } from '../../src/render/colour.ts';
import { colourProblems, lookOf } from '../../src/render/look.ts';

describe('contrast', () => {
  it('is that of WCAG 2.2', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#fff', '#fff')).toBeCloseTo(1, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });
});

/** Every text colour on every surface that it stands on, in both schemes. */
function pairs({ light, dark }: ReturnType<typeof lookOf>): [string, string][] {
  return [light, dark].flatMap((look) => [
    ...[look.paper, look.tint, look.page].flatMap((surface) =>
      [look.ink, look.muted, look.link].map((text): [string, string] => [text, surface]),
    ),
    [look.ink, look.rule],
  ]);
}
const unreadable = (theme: Parameters<typeof lookOf>[0]) =>
  pairs(lookOf(theme)).filter(([text, surface]) => contrast(text, surface) < 4.5);

/** Turned over by lightness, as clients do that darken what was made for the light (Gmail for iOS, Outlook for Windows). */
function inverted(hex: string): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const move = 255 - Math.max(...parts) - Math.min(...parts);
  return `#${parts
    .map((part) =>
      Math.min(255, Math.max(0, part + move))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

describe('a palette', () => {
  it.each(['#0b6bcb', '#ffd400', '#ffffff', '#000000', '#e0115f', '#3c3', 'red; } body { display: none', ''])(
    'around %s can be read',
    (accent) => {
      expect(unreadable({ accent })).toEqual([]);
      const { light, dark } = lookOf({ accent });
      for (const look of [light, dark]) {
        for (const colour of [look.page, look.paper, look.ink])
          expect(['#000000', '#ffffff', '#000', '#fff']).not.toContain(colour);
        expect(look.accent).toMatch(/^#[\da-f]{3,6}$/i);
      }
    },
  );

  it('can be read whatever colours an editor asks for', () => {
    const odd = [
      '#000000',
      '#ffffff',
      '#777777',
      '#767676',
      '#808080',
      '#ff0000',
      '#00ff00',
      '#0000ff',
      '#ffff00',
      '#123456',
    ];
    const wrong = [];
    for (const accent of odd) {
      for (const paper of odd) {
        for (const other of odd) {
          const colours = { paper, ink: other, muted: other, page: other, tint: other, rule: other };
          wrong.push(...unreadable({ accent, light: colours, dark: colours }));
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('can be read in clients that turn the light one over', () => {
    for (const accent of ['#0b6bcb', '#7a1f5c', '#b4531a']) {
      const { light } = lookOf({ accent });
      for (const text of [light.ink, light.muted, light.link])
        expect(contrast(inverted(text), inverted(light.paper))).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('takes what an editor chose where it can be read, and says what it did not take', () => {
    const light = { paper: '#fff9ef', page: '#ece3d4', ink: '#2b2118', muted: '#cccccc' };
    const { light: shown } = lookOf({ light });
    expect(shown).toMatchObject({ paper: '#fff9ef', page: '#ece3d4', ink: '#2b2118' });
    expect(shown.muted).not.toBe('#cccccc');
    expect(colourProblems({ accent: '#0b6bcb', light })).toMatchObject([
      { rule: 'contrast', level: 'warning', detail: expect.stringMatching(/theme\.light\.muted is #cccccc.*4\.5:1/) },
    ]);
    expect(colourProblems({ accent: '#ffff00' })).toEqual([]);
  });

  it('keeps an accent that can be read as it is', () => {
    expect(readableOn('#ffffff', '#0b57a4', '#000000')).toBe('#0b57a4');
  });
});
