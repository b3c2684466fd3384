import type { Newsletter } from '../../types.ts';

/** The folder of an issue's page within the archive. It depends on the number alone, so that a link to it holds for ever. */
export function issueFolder(number: number): string {
  return `issues/${number}/`;
}

/** Where the archive is read, with a slash at its end; undefined where newsletter.yaml does not say (`archive.url`). */
export function archiveHome({ archive }: Pick<Newsletter, 'archive'>): string | undefined {
  return archive?.url && `${new URL(archive.url).href.replace(/\/+$/, '')}/`;
}

/** Where the archive shows an issue; undefined where newsletter.yaml does not say where the archive is. */
export function archiveUrlOf(newsletter: Pick<Newsletter, 'archive'>, number: number): string | undefined {
  const home = archiveHome(newsletter);
  return home && home + issueFolder(number);
}
