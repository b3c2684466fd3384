import type { Files, Platform } from '../types.ts';

/** The file pack: html, txt and md under `out/`, to paste into any platform or mail by any means. */
export function filePlatform(files: Files): Platform {
  return {
    name: 'file',
    tags: { unsubscribe: '{{unsubscribe}}' },
    createDraft: async (pack) => {
      const folder = `out/${String(pack.number).padStart(3, '0')}`;
      await files.write(`${folder}/issue.html`, pack.html);
      await files.write(`${folder}/issue.txt`, pack.text);
      await files.write(`${folder}/issue.md`, pack.markdown);
      return { id: folder, where: `${files.root}/${folder}` };
    },
  };
}
