/** Running times as feeds and pages write them. */

/** What says more is a size in bytes, or milliseconds. */
const LONGEST = 48 * 3600;
const CLOCK = /^\d{1,7}(?::\d{1,2}){0,2}(?:\.\d{1,9})?$/;
const UNITS =
  /^(?:(\d{1,3}) ?(?:h|hrs?|hours?)\.?)?[ ,]{0,3}(?:(\d{1,4}) ?(?:m|mins?|minutes?)\.?)?[ ,]{0,3}(?:(\d{1,6})(?:\.\d{1,9})? ?(?:s|secs?|seconds?)\.?)?$/;

/**
 * Whole seconds of `1:02:03`, `62:03`, `3723`, `PT1H2M3S` (ISO 8601), `1h 2m` or `62 min`. Undefined where the text says no time, none at
 * all, or more than two days.
 */
export function runningTime(text: string): number | undefined {
  const said = text.trim().slice(0, 60).toLowerCase().replace(/\s+/g, ' ');
  const seconds = Math.round(CLOCK.test(said) ? clockSeconds(said) : unitSeconds(said.replace(/^p(?:0d)?t(?=\d)/, '')));
  return seconds > 0 && seconds <= LONGEST ? seconds : undefined;
}

function clockSeconds(text: string): number {
  return text.split(':').reduce((total, part) => total * 60 + Number(part), 0);
}

function unitSeconds(text: string): number {
  const [, hours = '0', minutes = '0', seconds = '0'] = UNITS.exec(text) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
