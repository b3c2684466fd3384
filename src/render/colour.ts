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

/** Contrast of two colours as `#rrggbb`, 1 to 21; 1 where one can't be read. */
export function contrast(a: string, b: string): number {
  const [one, other] = [parseHex(a), parseHex(b)];
  if (!one || !other) return 1;
  const [light, dark] = [luminance(one), luminance(other)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/**
 * The colour itself where text in it can be read on `background` (`least`:1, 4.6 unless told), else the nearest mix with white or black that can. What is no
 * `#rgb` or `#rrggbb` is replaced by `fallback` first.
 */
export function readableOn(background: string, colour: string, fallback: string, least = 4.6): string {
  const start = parseHex(colour) ?? parseHex(fallback) ?? [0, 0, 0];
  const towards = luminance(parseHex(background) ?? [255, 255, 255]) > 0.18 ? 0 : 255;
  for (let share = 0; share <= 1; share += 0.02) {
    const mixed = toHex(start.map((part) => part + (towards - part) * share) as Rgb);
    if (contrast(mixed, background) >= least) return mixed;
  }
  return towards === 0 ? '#000000' : '#ffffff';
}
