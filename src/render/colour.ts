/** Colours that can be read: contrast by WCAG 2.2 (relative luminance, contrast ratio). */

type Rgb = [number, number, number];

function parseHex(hex: string): Rgb | undefined {
  const long = hex.trim().replace(/^#([\da-f])([\da-f])([\da-f])$/i, '#$1$1$2$2$3$3');
  const found = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(long);
  return found ? ([1, 2, 3].map((i) => Number.parseInt(found[i] ?? '0', 16)) as Rgb) : undefined;
}

function toHex(rgb: Rgb): string {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Whether this is `#rgb` or `#rrggbb`. */
export function isHex(colour: string): boolean {
  return parseHex(colour) !== undefined;
}

/** Contrast of two colours as `#rrggbb`, 1 to 21; 1 where one can't be read. */
export function contrast(a: string, b: string): number {
  const [one, other] = [parseHex(a), parseHex(b)];
  if (!one || !other) return 1;
  const [light, dark] = [luminance(one), luminance(other)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** `share` of the way from one colour to another, 0 to 1. */
export function mix(from: string, to: string, share: number): string {
  const [a, b] = [parseHex(from) ?? [0, 0, 0], parseHex(to) ?? [0, 0, 0]];
  return toHex(a.map((part, i) => part + ((b[i] ?? 0) - part) * share) as Rgb);
}

/** Black or white, whichever can be read better on the background. One of them always has 4.58:1 or more. */
export function extremeOn(background: string): '#000000' | '#ffffff' {
  return contrast(background, '#000000') >= contrast(background, '#ffffff') ? '#000000' : '#ffffff';
}

/**
 * The colour itself where text in it can be read on every one of these backgrounds (`least`:1, 4.6 unless told), else the nearest mix with white
 * or black that can; the darkest or lightest there is where none can. What is no colour is replaced by `fallback` first.
 */
export function readableOn(backgrounds: string | string[], colour: string, fallback: string, least = 4.6): string {
  const all = [backgrounds].flat();
  const start = isHex(colour) ? colour.trim() : fallback;
  const towards = extremeOn(all[0] ?? '#ffffff');
  for (let share = 0; share <= 1; share += 0.02) {
    const mixed = mix(start, towards, share);
    if (all.every((background) => contrast(mixed, background) >= least)) return mixed;
  }
  return towards;
}
