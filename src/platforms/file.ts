import type { Files, IssuePack, Platform, RemoteIssue } from '../types.ts';

/** What the file pack is made with. */
export interface FileOptions {
  /** Its name and the editor's address, for the From of the mail in it. */
  newsletter: string;
  from?: string;
}

/** The file pack under `out/`: to paste into any platform, or mail by any means. The pack itself is in filePack.ts. */
export function filePlatform(files: Files, o: FileOptions = { newsletter: '' }): Platform {
  const write = async (folder: string, pack: IssuePack): Promise<RemoteIssue> => {
    // what makes the mail takes longer to load than most commands run
    const { filePack } = await import('./filePack.ts');
    const parts = await filePack(pack, o);
    await files.writeTogether(parts.map(([name, text]) => [`${folder}/${name}`, text]));
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
    find: async ({ number }) => find(folderOf(number)),
    createDraft: async (pack) => write(folderOf(pack.number), pack),
    update: write,
    test: never,
    schedule: never,
    send: never,
    status: find,
  };
}

function folderOf(number: number): string {
  return `out/${String(number).padStart(3, '0')}`;
}
