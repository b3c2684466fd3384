/** Paths into JSON, and templates that hold them, as an operator writes them for a `json` source. */

/** A step into a value: a name, a place in a list, or every element of a list. */
type Step = { name: string } | { at: number } | 'each';
export type JsonPath = Step[];
/** Text around paths. */
export type JsonTemplate = (string | JsonPath)[];

const MOST_STEPS = 20;
/** A name in quotes, a plain name, or what stands in brackets. */
const STEP =
  /(?:^|(?<!^)\.)(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s.[\]{}"'](?:[^.[\]{}]*[^\s.[\]{}])?))|\[(\d{0,6})\]/gy;

/**
 * Reads a path such as `paper.title`, `authors[].name`, `links[0].url` or `"odd name".x`; '' is the value itself. Undefined where it is
 * none.
 */
export function parseJsonPath(text: string): JsonPath | undefined {
  const path: JsonPath = [];
  const written = text.trim();
  let end = 0;
  for (const { 0: step, 1: double, 2: single, 3: plain, 4: place } of written.matchAll(STEP)) {
    end += step.length;
    if (place === '') path.push('each');
    else if (place !== undefined) path.push({ at: Number(place) });
    else path.push({ name: plain ?? (double ?? single ?? '').replace(/\\(.)/g, '$1') });
  }
  return end === written.length && path.length <= MOST_STEPS ? path : undefined;
}

/** Reads `https://example.com/{paper.id}`; what has no braces is one path. Undefined where it is neither. */
export function parseJsonTemplate(text: string): JsonTemplate | undefined {
  const template: JsonTemplate = [];
  for (const [i, piece] of (text.includes('{') ? text : `{${text}}`).split('{').entries()) {
    const end = i === 0 ? -1 : piece.indexOf('}');
    const path = i === 0 ? undefined : parseJsonPath(piece.slice(0, Math.max(end, 0)));
    const rest = piece.slice(end + 1);
    if (rest.includes('}') || (i > 0 && (end < 0 || path === undefined))) return undefined;
    if (path !== undefined) template.push(path);
    if (rest !== '') template.push(rest);
  }
  return template;
}

/**
 * The values at a path, in order, at most `most`: one, or with `[]` one for every element. A name is a property that an object
 * itself has; nothing is inherited. What is not there gives no value.
 */
export function valuesAt(value: unknown, path: JsonPath, most: number): unknown[] {
  let values = [value];
  for (const step of path) {
    const next: unknown[] = [];
    for (const one of values) {
      if (next.length >= most) break;
      if (step === 'each') {
        if (Array.isArray(one)) for (const element of one.slice(0, most - next.length)) next.push(element);
      } else if ('at' in step) {
        if (Array.isArray(one) && step.at < one.length) next.push(one[step.at]);
      } else if (typeof one === 'object' && one !== null && !Array.isArray(one) && Object.hasOwn(one, step.name)) {
        next.push((one as Record<string, unknown>)[step.name]);
      }
    }
    values = next;
  }
  return values;
}
