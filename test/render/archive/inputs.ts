import { readFileSync } from 'node:fs';
import { type ArchiveFile, buildArchive } from '../../../src/render/archive/build.ts';
import { ARCHIVE_TEMPLATES, type ArchiveTemplate } from '../../../src/render/archive/fill.ts';
import type { Issue, Newsletter } from '../../../src/types.ts';
import { newsletter } from '../inputs.ts';

export const HOME = 'https://digest.example.com/letters/';

/** The packaged templates. */
export function templates(): ArchiveTemplate[] {
  return ARCHIVE_TEMPLATES.map((name) => {
    const path = `templates/archive/${name}.hbs`;
    return { name, path, source: readFileSync(path, 'utf8') };
  });
}

/** A newsletter with an archive and with everything that must not be seen in it. */
export function archived(changes: Partial<Newsletter> = {}): Newsletter {
  return newsletter({ archive: { url: HOME }, utm: { source: 'spring-mail', campaign: 'egg' }, ...changes });
}

/** The files of an archive by their paths. */
export function build(issues: Issue[], newsletter: Newsletter = archived()): Record<string, string> {
  const files: ArchiveFile[] = buildArchive(issues, newsletter, templates());
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}
