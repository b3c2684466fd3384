import type { RenderProblem, Theme, ThemeColours } from '../types.ts';
import { contrast, extremeOn, isHex, mix, readableOn } from './colour.ts';

/** The colours of an email, light and dark. Neither has pure black or white by itself, which some clients invert badly. */
export interface Look {
  page: string;
  paper: string;
  ink: string;
  muted: string;
  rule: string;
  tint: string;
  accent: string;
  link: string;
}
type Surface = 'page' | 'tint' | 'rule';

const DEFAULT_ACCENT = '#0b6bcb';
const LIGHT = { page: '#f1eee8', paper: '#fffefb', ink: '#23262b', muted: '#5d626b', rule: '#e3ded4', tint: '#f5f2ec' };
const DARK = { page: '#101317', paper: '#181c21', ink: '#e3e5e8', muted: '#a2a8b1', rule: '#333940', tint: '#20252b' };
/** How far a surface that nobody chose is from the paper. */
const AWAY: Record<Surface, number> = { page: 0.06, tint: 0.04, rule: 0.12 };
/** WCAG 2.2 asks 4.5:1 of text; rounding to whole steps of colour costs a little. */
const READABLE = 4.6;

/**
 * The palette of a theme. Every text colour can be read on every surface that it stands on (4.5:1 or more), whatever was asked for: one that
 * can't is replaced by its nearest readable shade, and a surface on which no text could be is replaced by one near the paper. Bars and borders
 * keep the accent itself in the light and take the readable shade in the dark, where it would glare or vanish.
 */
export function lookOf(theme: Partial<Pick<Theme, 'accent' | 'light' | 'dark'>>): { light: Look; dark: Look } {
  const accent = theme.accent !== undefined && isHex(theme.accent) ? theme.accent.trim() : DEFAULT_ACCENT;
  const light = schemeOf(LIGHT, theme.light ?? {}, accent, READABLE);
  const dark = schemeOf(DARK, theme.dark ?? {}, accent, 6.5);
  return { light: { ...light, accent }, dark: { ...dark, accent: dark.link } };
}

function schemeOf(base: typeof LIGHT, given: ThemeColours, accent: string, linkContrast: number): Look {
  const paper = colourOr(given.paper, base.paper);
  const surface = (name: Surface) => surfaceOn(paper, name, given[name] ?? (given.paper ? undefined : base[name]));
  const [page, tint, rule] = [surface('page'), surface('tint'), surface('rule')];
  const all = [paper, tint, page];
  const ink = readableOn([...all, rule], given.ink ?? base.ink, base.ink, READABLE);
  const muted = readableOn(
    all,
    given.muted ?? (given.ink || given.paper ? mix(ink, paper, 0.28) : base.muted),
    base.muted,
    READABLE,
  );
  // a paper in the middle of the scale has no colour that is as far from it as a link in the dark should be
  const most = Math.min(...all.map((each) => contrast(each, extremeOn(paper))));
  const link = readableOn(all, accent, DEFAULT_ACCENT, Math.min(linkContrast, most));
  return { page, paper, tint, rule, ink, muted, link, accent: link };
}

function colourOr(colour: string | undefined, otherwise: string): string {
  return colour !== undefined && isHex(colour) ? colour.trim() : otherwise;
}

/** The surface that was asked for where text that can be read on the paper can be read there too, else one that is near the paper. */
function surfaceOn(paper: string, name: Surface, wanted: string | undefined): string {
  const text = extremeOn(paper);
  const fits = (colour: string) => contrast(colour, text) >= READABLE + 0.2;
  if (wanted !== undefined && isHex(wanted) && fits(wanted)) return wanted.trim();
  const nearer = mix(paper, text, AWAY[name]);
  return fits(nearer) ? nearer : mix(paper, text === '#000000' ? '#ffffff' : '#000000', AWAY[name]);
}

/** What of a theme's colours is shown otherwise, because text in it, or on it, could not be read. */
export function colourProblems(theme: Theme): RenderProblem[] {
  const shown = lookOf(theme);
  const problems: RenderProblem[] = [];
  for (const scheme of ['light', 'dark'] as const) {
    for (const [name, asked] of Object.entries(theme[scheme] ?? {})) {
      const got = shown[scheme][name as keyof ThemeColours];
      if (got.toLowerCase() === asked.toLowerCase()) continue;
      problems.push({
        rule: 'contrast',
        level: 'warning',
        detail: `theme.${scheme}.${name} is ${asked}, with which text could not be read (4.5:1 is needed); ${got} is shown in its place`,
      });
    }
  }
  return problems;
}
