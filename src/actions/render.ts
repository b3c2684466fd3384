import { renderIssue } from '../render/render.ts';
import type { PlatformTags, Rendered, World } from '../types.ts';
import { issuePaths, readIssue } from './issues.ts';
import type { Workspace } from './workspace.ts';

/** Renders an issue with the workspace's templates, for the first platform of newsletter.yaml unless another is named. */
export async function renderFor(
  world: World,
  workspace: Workspace,
  number: number,
  platform?: string,
): Promise<Rendered> {
  const { issue } = await readIssue(world.files, number);
  const tags = platformTags(world, workspace, platform);
  return renderIssue(issue, {
    templatesDir: `${world.files.root}/templates`,
    newsletter: workspace.newsletter,
    ...(tags ? { platform: tags } : {}),
  });
}

/** Renders an issue and writes `issue.html` and `issue.txt`. */
export async function renderFiles(world: World, workspace: Workspace, number: number): Promise<Rendered> {
  const rendered = await renderFor(world, workspace, number);
  const paths = issuePaths(number);
  await world.files.write(paths.html, rendered.html);
  await world.files.write(paths.text, rendered.text);
  return rendered;
}

function platformTags(world: World, { newsletter }: Workspace, platform: string | undefined): PlatformTags | undefined {
  const name = platform ?? Object.keys(newsletter.platforms)[0];
  return name === undefined ? undefined : world.platforms[name]?.tags;
}
