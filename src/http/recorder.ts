/** Collects what a run used, for `--record`. */
import { formatHar } from '../text/har-format.ts';
import type { PastIssues, Recorder, StoredResponse } from '../types.ts';
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
  const names = Object.entries(o.secrets ?? {}).filter(([, value]) => value !== '');
  const veil = createVeil(new Map(names.map(([name, value]) => [value, `\${${name}}`])));
  return {
    add: (response) => void responses.push(veiled(response, veil)),
    past: (known) => {
      past = { ...known, told: known.told.map(veil.text) };
    },
    toHar: () => formatHar({ now: o.clock().toISOString(), ...(past ? { past } : {}), responses }, o.version),
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
