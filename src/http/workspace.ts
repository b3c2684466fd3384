/** `workspace:transcripts/NAME`: a file that the editor put into the workspace, answered like any address so that a recording holds it. */
import { SourceError, UserError } from '../errors.ts';
import type { FetchRequest, FetchResponse, Iso } from '../types.ts';

/** Reads a file of the workspace by its relative path; undefined where there is none. */
export type WorkspaceFile = (path: string) => Promise<Uint8Array | string | undefined>;

const SCHEME = 'workspace:';
/** One folder, plain names: nothing that could climb out of it, whatever reads the file. */
const PATH = /^transcripts\/[\w-][\w.-]{0,199}\.(vtt|srt|json3?|txt|html)$/i;
const TYPES: Record<string, string> = {
  vtt: 'text/vtt',
  srt: 'application/x-subrip',
  json: 'application/json',
  json3: 'application/json',
  txt: 'text/plain',
  html: 'text/html',
};

/** Whether an address names a file of the workspace. */
export function isWorkspaceUrl(url: string): boolean {
  return url.startsWith(SCHEME);
}

/** The file's path. Throws SourceError where a crawled page asks for it, or it is anywhere but in `transcripts/`. */
export function workspacePath({ url, from }: FetchRequest): string {
  const path = url.slice(SCHEME.length);
  if (from === 'crawled')
    throw new SourceError(`${url} is not opened: only the operator may name a file of the workspace`);
  if (!PATH.test(path) || path.includes('..')) {
    const shape = 'transcripts/NAME.vtt, .srt, .json3, .json, .txt or .html';
    throw new SourceError(`${url} is not opened: of the workspace only ${shape} is read`);
  }
  return path;
}

/** Answers 200 with the file's bytes, else 404. Throws SourceError where the file can't be read or is larger than `maxBytes`. */
export async function readWorkspaceFile(
  request: FetchRequest,
  o: { workspaceFile?: WorkspaceFile; now: Iso; maxBytes: number },
): Promise<FetchResponse> {
  const path = workspacePath(request);
  const file = await contentOf(path, request.url, o.workspaceFile);
  if (file === undefined) return noFile(request.url, o.now);
  const body = typeof file === 'string' ? Buffer.from(file, 'utf8') : file;
  if (body.length > o.maxBytes)
    throw new SourceError(`${request.url}: larger than ${o.maxBytes} bytes, the most that is read`);
  const type = TYPES[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? 'text/plain';
  // bytes say themselves what they are written in
  const headers = { 'content-type': typeof file === 'string' ? `${type}; charset=utf-8` : type };
  return { url: request.url, finalUrl: request.url, status: 200, headers, body, at: o.now, from: 'network' };
}

/** The answer for a file that is not there. */
export function noFile(url: string, now: Iso): FetchResponse {
  return { url, finalUrl: url, status: 404, headers: {}, body: new Uint8Array(), at: now, from: 'network' };
}

async function contentOf(path: string, url: string, read: WorkspaceFile | undefined) {
  try {
    return await read?.(path);
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error)) throw error;
    throw new SourceError(`${url}: it could not be read: ${error.message}`);
  }
}
