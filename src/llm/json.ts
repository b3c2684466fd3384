/** JSON out of what a model says: fences and small talk around it are cut off. */

/** A longer answer is none that was asked for. */
const LONGEST = 400_000;
/** Braces in prose before the object; each costs one pass over the text. */
const MOST_STARTS = 25;

/** The JSON in `text`: all of it, or the longest object or list that stands in it. Throws an Error with a reason for the model. */
export function extractJson(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') throw new Error('the answer is empty');
  if (trimmed.length > LONGEST) throw new Error('the answer is far too long');
  const whole = parsed(trimmed);
  if (typeof whole === 'object' && whole !== null) return whole;
  let best: { value: unknown; length: number } | undefined;
  let from = 0;
  for (let starts = 0; starts < MOST_STARTS; starts++) {
    const offset = trimmed.slice(from).search(/[{[]/);
    if (offset < 0) break;
    const start = from + offset;
    const end = endOf(trimmed, start);
    const value = end === undefined ? undefined : parsed(trimmed.slice(start, end));
    const length = end === undefined || value === undefined ? 0 : end - start;
    if (length > (best?.length ?? 0)) best = { value, length };
    from = length > 0 ? start + length : start + 1;
  }
  if (!best) throw new Error('the answer holds no complete JSON object');
  return best.value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where the bracket at `start` is closed, strings aside. */
function endOf(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let i = start; i < text.length; i++) {
    const letter = text[i];
    if (inString) {
      if (letter === '\\') i++;
      else if (letter === '"') inString = false;
    } else if (letter === '"') inString = true;
    else if (letter === '{' || letter === '[') depth++;
    else if ((letter === '}' || letter === ']') && --depth === 0) return i + 1;
  }
  return undefined;
}
