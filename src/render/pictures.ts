import { plainOf } from '../text/markdown-tree.ts';
import type { Issue, Newsletter, RenderProblem } from '../types.ts';
import { safeImageUrl } from './escape.ts';

/** A reader on a train waits for no more. */
const MOST_BYTES = 200_000;
/** Formats that Outlook for Windows or Gmail does not show (caniemail). */
const NOT_EVERYWHERE = /\.(webp|avif|svg|heic|heif|apng|tiff?|ico)$/i;

/** A picture that an email loads, and where it stands. `own`: the operator wrote its address into newsletter.yaml. */
export interface Picture {
  url: string;
  where: string;
  own: boolean;
}

/** The pictures of an issue, each once: those of its blocks, and the logo. */
export function picturesOf(issue: Issue, newsletter?: Newsletter): Picture[] {
  const pictures = new Map<string, Picture>();
  const { logo } = newsletter?.theme ?? {};
  if (logo) pictures.set(logo, { url: logo, where: 'the logo (theme.logo)', own: true });
  for (const { heading, parts } of issue.blocks) {
    const words = plainOf(heading).trim();
    for (const part of parts) {
      if (part.kind !== 'image' || pictures.has(part.url)) continue;
      pictures.set(part.url, { url: part.url, where: `the picture${words ? ` under “${words}”` : ''}`, own: false });
    }
  }
  return [...pictures.values()];
}

/** What can be said of pictures by their addresses: mail clients load them over https alone, and not every format everywhere. */
export function addressProblems(pictures: Picture[]): RenderProblem[] {
  return pictures.flatMap(({ url, where }): RenderProblem[] => {
    const problem = (detail: string): RenderProblem[] => [
      { rule: 'picture', level: 'warning', detail: `${where}, ${url}: ${detail}` },
    ];
    if (!safeImageUrl(url)) return problem('is not shown, only its description: the address must begin with https://');
    const format = new URL(url).pathname.match(NOT_EVERYWHERE)?.[1];
    return format ? problem(`Outlook or Gmail does not show .${format} files; use JPEG or PNG`) : [];
  });
}

/** What is wrong with a picture as it was fetched: `status` and `type` of the answer, and its bytes. */
export function fetchedProblem(
  { url, where }: Picture,
  answer: { status: number; type: string; bytes: number },
): RenderProblem | undefined {
  const wrong = (detail: string): RenderProblem => ({
    rule: 'picture',
    level: 'error',
    detail: `${where}, ${url}: ${detail}`,
  });
  if (answer.status >= 400) return wrong(`missing, answered ${answer.status}`);
  if (answer.type !== '' && !/^image\/|^application\/octet-stream/i.test(answer.type))
    return wrong(`no picture, but ${answer.type.slice(0, 60)}`);
  if (answer.bytes > MOST_BYTES)
    return wrong(
      `${Math.ceil(answer.bytes / 1000)} KB; at most ${MOST_BYTES / 1000} KB. Save it smaller, at about 1,200 pixels width`,
    );
  return undefined;
}
