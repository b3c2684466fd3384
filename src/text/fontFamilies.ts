import type { FontName } from '../types.ts';

/**
 * Font families that need no download, by the names of newsletter.yaml. Each list has one for Windows, Apple's systems, Android and Linux, and ends
 * with a generic one. Single quotes: they stand in a quoted attribute.
 */
export const FONT_FAMILIES: Record<FontName, string> = {
  sans: "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif",
  serif: "Georgia,'Times New Roman',serif",
  mono: "Menlo,Consolas,'Courier New',monospace",
  arial: 'Arial,Helvetica,sans-serif',
  georgia: "Georgia,'Times New Roman',serif",
  palatino: "'Palatino Linotype',Palatino,'Book Antiqua',Georgia,serif",
  tahoma: 'Tahoma,Verdana,Geneva,sans-serif',
  times: "'Times New Roman',Times,serif",
  trebuchet: "'Trebuchet MS',Tahoma,Arial,sans-serif",
  verdana: 'Verdana,Geneva,Arial,sans-serif',
};
