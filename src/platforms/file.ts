import type { Files, IssuePack, Platform, RemoteIssue } from '../types.ts';

/** The file pack: html, txt and md under `out/`, to paste into any platform or mail by any means. */
export function filePlatform(files: Files): Platform {
  const write = async (pack: IssuePack): Promise<RemoteIssue> => {
    const folder = `out/${String(pack.number).padStart(3, '0')}`;
    await files.write(`${folder}/issue.html`, pack.html);
    await files.write(`${folder}/issue.txt`, pack.text);
    await files.write(`${folder}/issue.md`, pack.markdown);
    return there(folder);
  };
  const there = (folder: string): RemoteIssue => ({
    id: folder,
    status: 'draft',
    said: 'written',
    where: `${files.root}/${folder}`,
  });
  const never = async (): Promise<never> => {
    throw new Error('files are not sent');
  };
  const find = async (folder: string) =>
    (await files.size(`${folder}/issue.html`)) === undefined ? undefined : there(folder);
  return {
    name: 'file',
    tags: { unsubscribe: '{{unsubscribe}}' },
    supports: { test: 'none', schedule: false, send: false },
    probe: async () => `files go to ${files.root}/out`,
    find: async ({ number }) => find(`out/${String(number).padStart(3, '0')}`),
    createDraft: write,
    update: async (_, pack) => write(pack),
    test: never,
    schedule: never,
    send: never,
    status: find,
  };
}
