/** When a page was first published, as far as it says so itself. */

/** Year and month as steps of a path, with or without the day: `/2019/05/`, `/2019/05/12/`, `/2019-05-12`. */
const IN_PATH = /\/(19[89]\d|20\d\d)[/-](0[1-9]|1[0-2])(?:[/-](0[1-9]|[12]\d|3[01])(?=[/.-]|$)|(?=\/))/;

/** The first moment after the day (or the month) that an address names, in UTC milliseconds; undefined where it names none. */
export function dayInPath(url: string): number | undefined {
  if (!URL.canParse(url)) return undefined;
  const match = new URL(url).pathname.match(IN_PATH);
  if (!match) return undefined;
  const [year, month] = [Number(match[1]), Number(match[2])];
  return match[3] === undefined ? Date.UTC(year, month, 1) : Date.UTC(year, month - 1, Number(match[3]) + 1);
}
