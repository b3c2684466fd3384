import { HTTPException } from 'hono/http-exception';

/** Bytes of what one change may say. */
const LONGEST_BODY = 1_000_000;

/** The JSON of a request; undefined where it is none, which fits no shape. Throws 413 as soon as it is too long, whatever length it said it had. */
export async function jsonBody({ body, headers }: Request): Promise<unknown> {
  if (Number(headers.get('content-length') ?? 0) > LONGEST_BODY) throw tooLong();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > LONGEST_BODY) throw tooLong();
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    return undefined;
  }
}

function tooLong(): HTTPException {
  return new HTTPException(413, { message: `At most ${LONGEST_BODY / 1000} KB at a time.` });
}
