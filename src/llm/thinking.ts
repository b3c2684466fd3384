/** A model's thinking: it is counted by the service, and neither kept nor published by us. */

interface Choice {
  message?: Record<string, unknown> | null;
}

/** The words after the thinking. `cut`: the thinking has no end, so the answer was cut off within it. */
export function splitThinking(content: string): { answer: string; cut: boolean } {
  const end = content.lastIndexOf('</think>');
  // a template may have opened the tag, so the end alone counts
  if (end >= 0) return { answer: content.slice(end + 8), cut: false };
  const start = content.indexOf('<think>');
  return start >= 0 ? { answer: content.slice(0, start), cut: true } : { answer: content, cut: false };
}

/** A chat answer without the thinking, wherever the service puts it; what is no chat answer is left as it is. */
export function stripThinking(body: Uint8Array): Uint8Array {
  let data: { choices?: Choice[] };
  try {
    data = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return body;
  }
  if (!Array.isArray(data?.choices)) return body;
  for (const choice of data.choices) {
    const message = choice?.message;
    if (typeof message !== 'object' || message === null) continue;
    for (const field of ['reasoning_content', 'reasoning', 'reasoning_details']) delete message[field];
    if (typeof message.content !== 'string') continue;
    const { answer, cut } = splitThinking(message.content);
    // the mark says that there was no end
    message.content = cut ? `${answer}<think>` : answer;
  }
  return Buffer.from(JSON.stringify(data));
}
