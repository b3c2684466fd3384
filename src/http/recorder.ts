/** Collects what a run used, for `--record`. */
import { formatHar } from '../text/har-format.ts';
import type { PastIssues, Recorder, StoredResponse, Verdict } from '../types.ts';
import { createVeil, type Veil } from './secrets.ts';

/**
 * `toHar` gives HAR 1.2 text with all that was added; `version` is Pullquote's. The door hides secrets in what it hands over;
 * `secrets` (those that the configuration names) are hidden once more, whoever adds.
 */
export function createRecorder(o: {
  version: string;
  clock: () => Date;
  secrets?: Record<string, string>;
}): Recorder & { toHar(): string } {
  const responses: StoredResponse[] = [];
  let past: PastIssues | undefined;
  let verdicts: Verdict[] = [];
  const names = Object.entries(o.secrets ?? {}).filter(([, value]) => value !== '');
  const veil = createVeil(new Map(names.map(([name, value]) => [value, `\${${name}}`])));
  return {
    add: (response) => void responses.push(veiled(response, veil)),
    past: (known) => {
      past = veiledPast(known, veil);
    },
    verdicts: (known) => {
      verdicts = known.map(({ one, other, same }) => ({ one: veil.text(one), other: veil.text(other), same }));
    },
    toHar: () => formatHar({ now: o.clock().toISOString(), ...(past ? { past } : {}), verdicts, responses }, o.version),
  };
}

function veiledPast(past: PastIssues, { text }: Veil): PastIssues {
  const stories = past.stories?.map((story) => ({
    ...story,
    heading: text(story.heading),
    url: text(story.url),
    pages: story.pages.map(text),
    titles: story.titles.map(text),
    text: text(story.text),
  }));
  const { examples } = past;
  const sounded = examples && { letters: examples.letters.map(text), blocks: examples.blocks.map(text) };
  return {
    ...past,
    told: past.told.map(text),
    ...(stories ? { stories } : {}),
    ...(sounded ? { examples: sounded } : {}),
  };
}

function veiled(response: StoredResponse, veil: Veil): StoredResponse {
  const { url, finalUrl, requestBody, headers, body } = response;
  const shown = Object.entries(headers).map(([name, value]) => [name, veil.text(value)]);
  return {
    ...response,
    url: veil.text(url),
    finalUrl: veil.text(finalUrl),
    ...(requestBody === undefined ? {} : { requestBody: veil.text(requestBody) }),
    headers: Object.fromEntries(shown),
    body: veil.bytes(body),
  };
}
