/** P2: links and handles are data. */
import { linksIn, parseMarkdown, plainText, span, walk } from '../text/markdown-tree.ts';
import type { Check } from '../types.ts';
import type { Context } from './check-context.ts';
import { accountsIn, isSameHandle } from './handles.ts';

/** Links, pictures and addresses in plain words that no source and no editor's decision has. */
export function checkLinks(markdown: string, { isKnown, isMachineLink }: Context): Check[] {
  const root = parseMarkdown(markdown);
  const urls = new Set(linksIn(root));
  for (const node of walk(root)) if (node.type === 'image') urls.add(node.url);
  // mail clients make links of these
  for (const [url] of plainText(root).matchAll(/https?:\/\/[^\s<>"“”‘’()[\]]*[^\s<>"“”‘’()[\].,;:!?]/gi)) urls.add(url);
  return [...urls]
    .filter((url) => !/^(mailto|tel):/i.test(url) && !isKnown(url))
    .map((url): Check => {
      const level = isMachineLink(url) ? 'error' : 'warning';
      const why = /^https?:/i.test(url)
        ? 'is in no captured source: open it and see that it is right'
        : 'is no web address';
      return { rule: 'link-not-in-source', level, ok: false, detail: `the link ${url} ${why}` };
    });
}

/** Voices and mentions, `@[handle](url)` and `[@handle](url)`, that name another account than the linked one. Quoted ones are the source's. */
export function checkHandles(markdown: string, context: Context): Check[] {
  const checks: Check[] = [];
  for (const node of walk(parseMarkdown(markdown), new Set(['blockquote']))) {
    if (node.type !== 'link') continue;
    const words = plainText(node).trim();
    const isVoice = markdown[span(node)[0] - 1] === '@';
    if (isVoice || /^@[\w.-]+$/.test(words)) checks.push(...checkHandle(words, node.url, isVoice, context));
  }
  return checks;
}

function checkHandle(handle: string, url: string, isVoice: boolean, { factsOf, issue }: Context): Check[] {
  const accounts = accountsIn(url);
  if (accounts === undefined) return [];
  const { author } = factsOf(url);
  const right = [...accounts, ...(author ? [author] : [])];
  const vouched = issue.vouched?.some((entry) => entry.url === url && isSameHandle(entry.by, handle));
  if (vouched || right.some((name) => isSameHandle(name, handle))) return [];
  const name = handle.replace(/^@/, '');
  if (right.length) {
    return [
      {
        rule: 'attribution-mismatch',
        level: 'error',
        ok: false,
        detail: `@${name} is named, but ${url} is by @${right[0]}`,
      },
    ];
  }
  if (!isVoice) return [];
  return [
    {
      rule: 'attribution-mismatch',
      level: 'warning',
      ok: false,
      detail: `whose post ${url} is can't be told here: see that it is by @${name}`,
    },
  ];
}
