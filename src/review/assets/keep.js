// @ts-check
/** Words that the server has not acknowledged yet. They outlive the page, the browser and the desk. */

/** @typedef {{ id: string, kind: 'block' | 'letter', text: string, rev: string, index: number }} Kept */

/** An issue has a path of its own, and more than one workspace may have had this port. */
const prefix = `pullquote${location.pathname}`;

/** @param {Kept} kept */
export function keep(kept) {
  try {
    localStorage.setItem(prefix + kept.id, JSON.stringify(kept));
  } catch {
    // without room in the browser the words are on the page alone, and leaving it warns
  }
}

/** @param {string} id */
export function letGo(id) {
  try {
    localStorage.removeItem(prefix + id);
  } catch {
    // nothing was kept
  }
}

/** What was kept and never acknowledged. @returns {Kept[]} */
export function keptWords() {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(prefix));
    return names
      .map((name) => JSON.parse(localStorage.getItem(name) ?? 'null'))
      .filter((each) => typeof each?.text === 'string');
  } catch {
    return [];
  }
}
