import { readableOn } from './colour.ts';

/** The colours of an email, light and dark. Neither has pure black or white, which some clients invert badly. */
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

export const DEFAULT_ACCENT = '#0b6bcb';
const LIGHT = { page: '#f1eee8', paper: '#fffefb', ink: '#23262b', muted: '#5d626b', rule: '#e3ded4', tint: '#f5f2ec' };
const DARK = { page: '#101317', paper: '#181c21', ink: '#e3e5e8', muted: '#a2a8b1', rule: '#333940', tint: '#20252b' };

/**
 * The palette around one accent colour. Links take the accent where it is readable on paper and on tinted boxes, else its nearest readable
 * shade; bars and borders keep the accent itself in the light and take the readable shade in the dark.
 */
export function lookOf(accent: string): { light: Look; dark: Look } {
  const link = readableOn(LIGHT.tint, accent, DEFAULT_ACCENT);
  const darkLink = readableOn(DARK.tint, accent, DEFAULT_ACCENT, 6.5);
  const bar = /^#([\da-f]{3}|[\da-f]{6})$/i.test(accent.trim()) ? accent.trim() : DEFAULT_ACCENT;
  return { light: { ...LIGHT, accent: bar, link }, dark: { ...DARK, accent: darkLink, link: darkLink } };
}
