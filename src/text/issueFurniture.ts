/** What mailing platforms put around the words of an issue: it is no part of it, and belongs to one reader. */
import { plainOf } from './markdown-tree.ts';

const ELEMENTS = new Set(['nav', 'footer', 'form', 'button', 'dialog']);
const CLASSES =
  /(?:^|[\s_-])(?:subscription-widget|subscribe-widget|button-wrapper|share-dialog|post-ufi|post-footer|captioned-button|paywall|cta-caption|email-footer|footerContent|templateFooter|unsubscribe)/i;
const LONGEST = 30;
/** A whole paragraph of nothing else. */
const LINES = [
  /^(?:view|read|open|see) (?:this |the )?(?:email |post |issue |it )*(?:in (?:your |a |the )?(?:browser|app)|online|on the web)\b/i,
  /^(?:trouble|problems|having trouble) (?:viewing|reading)\b/i,
  /^(?:un)?subscribe(?: now| here| to .*)?[.!]?$/i,
  /^(?:share|like|comment|restack|leave a comment|share this (?:post|issue)|refer a friend|upgrade to paid|get more from)\b.{0,40}$/i,
  /^forwarded (?:this|to you)\b|^was this (?:email )?forwarded to you\b|^you(?:’|'| a)re (?:receiving|getting) this\b|^you (?:received|are subscribed|get) /i,
  /\b(?:to unsubscribe|unsubscribe (?:here|from)|(?:manage|update) (?:your |my )?(?:preferences|subscription))\b/i,
  /^thanks for reading\b.*\b(?:subscribe|share)\b/i,
];

/** Whether an element is one of a page or mailing platform, by its name and classes. */
export function isFurnitureElement(name: string, classes: string): boolean {
  return ELEMENTS.has(name) || (classes !== '' && CLASSES.test(classes.slice(0, 500)));
}

/** Whether a paragraph of Markdown says nothing but where to subscribe, share or read on. Quotes, headings and lists never do. */
export function isFurniture(paragraph: string): boolean {
  if (/^\s*(?:>|#|[-*+] |\d+[.)] |@\[)/.test(paragraph) || paragraph.length > 600) return false;
  const words = plainOf(paragraph).replace(/\s+/g, ' ').trim();
  if (words === '' || words.split(' ').length > LONGEST) return false;
  return LINES.some((line) => line.test(words));
}
