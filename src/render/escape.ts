/** What keeps crawled words from being markup, for a browser and for the mailing platform that merges its tags in afterwards. */

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** The marks by which platforms know their tags: `{{ x }}`, `{% x %}`, `{$x}`, `{#x#}`, `*|X|*`, `<%x%>`, `%%x%%`, `[[x]]`, `[%x%]`. */
const TAG_MARK = /\{(?=[{%$#])|\*(?=\|)|\|(?=\*)|%(?=[%>])|\[(?=[[%])|<(?=%)/g;
const SPECIAL = new RegExp(`[&<>"']|${TAG_MARK.source}`, 'g');
// Control characters have no place in a mail, nor do the overrides that make text run backwards (RLO, LRO).
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202d\u202e]/g;

/** The words without control characters, overrides of direction and lone surrogates. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(CONTROL, '');
}

/**
 * Text for an HTML element or a quoted attribute. Marks of a platform's tags become character references, which a reader sees as the same
 * characters and a platform's template engine does not see at all.
 */
export function escapeHtml(text: string): string {
  return cleanText(text).replace(SPECIAL, (mark) => ENTITIES[mark] ?? `&#${mark.charCodeAt(0)};`);
}

/** Text for the plain part, where there are no references: a word joiner, which has no width, parts the marks of a platform's tags. */
export function escapePlain(text: string): string {
  return partTags(cleanText(text));
}

/** As `escapePlain`, for words that were cleaned one by one and may form a tag only now that they stand together. */
export function partTags(text: string): string {
  return text.replace(TAG_MARK, (mark) => `${mark}\u2060`);
}

/**
 * A link fit to print: http, https or mailto, absolute, its quotes, angle brackets and tag marks percent-encoded. Undefined for any other
 * scheme, so that its words are shown without a link.
 */
export function safeUrl(url: string): string | undefined {
  const trimmed = cleanText(url).trim();
  if (!/^(https?:\/\/[^/]|mailto:[^/])/i.test(trimmed)) return undefined;
  try {
    new URL(trimmed);
  } catch {
    return undefined;
  }
  return trimmed.replace(/[\s"'<>`{}|\\^]/g, (mark) => (mark === "'" ? '%27' : encodeURIComponent(mark)));
}

/** As `safeUrl`, for pictures: https alone, since mail clients load them unasked. */
export function safeImageUrl(url: string): string | undefined {
  const safe = safeUrl(url);
  return safe?.toLowerCase().startsWith('https://') ? safe : undefined;
}
