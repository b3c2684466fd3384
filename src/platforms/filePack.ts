/** The issue as files, for every platform that takes a paste or a mail and for the editor's own look at it. */
import MailComposer from 'nodemailer/lib/mail-composer';
import type { IssuePack } from '../types.ts';
import { frontOf, pasteHtml, pasteMarkdown } from './filePackPaste.ts';

export interface FilePackOptions {
  /** The newsletter's name. */
  newsletter: string;
  /** Its address, for the mail's From; without one the mail program puts its own. */
  from?: string;
}
/** Stands in the HTML and the text where a platform has its own tag. */
export const PLACEHOLDER = '{{unsubscribe}}';

/**
 * The files of the pack by their names: `issue.html`, `issue.txt` and `issue.md` as they are, `issue.eml` (RFC 5322, both parts, opened by
 * mail programs as an unsent mail), `paste.html` and `paste.md` for editors that take neither tables nor styles, and a `README.txt` that
 * says which to use where. The same pack gives the same bytes.
 */
export async function filePack(pack: IssuePack, o: FilePackOptions): Promise<[name: string, text: string][]> {
  return [
    ['issue.html', pack.html],
    ['issue.txt', pack.text],
    ['issue.md', pack.markdown],
    ['issue.eml', await emlOf(pack, o)],
    ['paste.html', pasteHtml(pack)],
    ['paste.md', pasteMarkdown(pack)],
    ['README.txt', readme(pack)],
  ];
}

async function emlOf(pack: IssuePack, { newsletter, from }: FilePackOptions): Promise<string> {
  const message = new MailComposer({
    ...(from ? { from: { name: newsletter, address: from } } : {}),
    subject: pack.subject,
    text: pack.text,
    html: pack.html,
    messageId: `<${pack.key}@pullquote.invalid>`,
    date: new Date(`${frontOf(pack.markdown).date}T12:00:00Z`),
    headers: { 'X-Unsent': '1' },
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  // a random one would make other bytes of the same issue
  message.baseBoundary = pack.key;
  return (await message.build()).toString('utf8');
}

function readme(pack: IssuePack): string {
  return `Issue ${pack.number}

Subject:   ${oneLine(pack.subject)}
Preheader: ${oneLine(pack.preheader)}

Substack
  New post, Title: the subject, Subtitle: the preheader. Open paste.html in a browser, select all, copy, paste into the body.
  Substack adds its own unsubscribe link and address. "Send test email" before you publish.

beehiiv
  New post from a blank template; subject line and preview text as above. Paste as for Substack, or add one "HTML snippet"
  block with what stands in issue.html. beehiiv adds its own footer.

Any other platform that takes HTML
  Paste issue.html into its code editor and issue.txt into the plain text part.
  Before you send, put the platform's own unsubscribe tag where ${PLACEHOLDER} stands, in both.

A platform or site that takes Markdown
  paste.md, without the front matter.

A mail program
  Open issue.eml: it is an unsent mail with both parts. Use it to look at the issue, not to write to a list: it has no working
  unsubscribe link until you replace ${PLACEHOLDER}.

issue.md is the issue as it was approved. Send a test to yourself first, wherever it goes.
`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
