/** What a notice says. Headings, names and errors in it come from pages: they are bounded, and escaped for where they are read. */
import { escapeHtml } from '../render/escape.ts';
import { withoutUnseen } from '../text/unseen.ts';

/** One piece of news in every form that it is sent in. */
export interface Told {
  /** Of the mail. */
  subject: string;
  text: string;
  html: string;
  /** With Slack's three escapes (`&`, `<`, `>`). */
  slack: string;
  /** With Discord's Markdown escaped, so that a heading makes no link; Discord refuses more than 2,000 characters. */
  discord: string;
  /** For programs. */
  fields: Record<string, unknown>;
}
interface Words {
  kind: string;
  title: string;
  text: string;
  number?: number;
  url?: string;
}

const LONGEST_TITLE = 200;
const LONGEST_TEXT = 4_000;
const LONGEST_LINE = 300;
const MOST_LINES = 25;
const MOST_DISCORD = 1_900;
const BOX = 'font-family:sans-serif;font-size:14px;line-height:1.5;padding:16px;background:#fff7d6;color:#222222';

/** The notice of a piece of news of the newsletter of this name. */
export function tell({ kind, title, text, number, url }: Words, newsletter: string): Told {
  const heading = line(title, LONGEST_TITLE);
  const lines = linesOf(text);
  const address = url === undefined ? [] : [line(url, 2_000)];
  const plain = [heading, ...lines, ...address].join('\n');
  const paragraphs = [...lines, ...address].map((words) => `<p>${escapeHtml(words)}</p>`).join('');
  return {
    subject: heading,
    text: plain,
    html: `<div style="${BOX}"><p><b>${escapeHtml(heading)}</b></p>${paragraphs}</div>`,
    slack: plain.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'),
    discord: cut(plain.replace(/[\\`*_~|[\]<>@#]/g, '\\$&'), MOST_DISCORD),
    fields: {
      event: kind,
      newsletter: line(newsletter, LONGEST_TITLE),
      title: heading,
      details: lines,
      ...(number === undefined ? {} : { issue: number }),
      ...(url === undefined ? {} : { url: line(url, 2_000) }),
    },
  };
}

function linesOf(text: string): string[] {
  const all = cut(text, LONGEST_TEXT)
    .split('\n')
    .filter((words) => words.trim() !== '');
  const kept = all.slice(0, MOST_LINES).map((words) => line(words, LONGEST_LINE));
  return all.length > MOST_LINES ? [...kept, `and ${all.length - MOST_LINES} more lines`] : kept;
}

function line(words: string, longest: number): string {
  const clean = withoutUnseen(words.slice(0, longest * 4)).replace(/\s+/g, ' ');
  return cut(clean.trim(), longest);
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
