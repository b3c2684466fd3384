/** Names by which the blocks of a page are linked to. */

/** Ids that the pages have themselves. */
const TAKEN = ['text', 'contents', 'letter'];
const LONGEST = 60;

/**
 * An id for each heading, in order, by its words: letters, digits and hyphens, a letter first, none twice on a page. A heading without
 * words is named by its place. An editor who changes a heading changes its id, one who moves it does not.
 */
export function anchorsOf(headings: string[]): string[] {
  const used = new Set(TAKEN);
  return headings.map((heading, i) => {
    const name = nameOf(heading) || `part-${i + 1}`;
    let id = name;
    for (let n = 2; used.has(id); n++) id = `${name}-${n}`;
    used.add(id);
    return id;
  });
}

function nameOf(heading: string): string {
  const name = heading
    .slice(0, 400)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  const short = name.length <= LONGEST ? name : name.slice(0, LONGEST).replace(/-[^-]*$/, '');
  return /^\p{L}/u.test(short) || short === '' ? short : `n-${short}`;
}
