// @ts-check
/** The way to the desk's server, and what is known of whether it can be reached. */

/**
 * @typedef {{ index: number, rev: string }} BlockRef
 * @typedef {{ yours: string, theirs?: string, block?: BlockRef, detail: string }} Conflict
 * @typedef {{ ok: true, did: string, block?: BlockRef, note?: string }} Done
 * @typedef {Done | { ok: false, conflict: Conflict } | { ok: false, refused: string }} Changed
 * @typedef {{ changed: Changed, locked?: true, rev?: string, parts?: { head: string, blocks: string } }} Answer
 */

/** The server gave no answer, or none that is its own: the same may be sent again. */
export class Unreached extends Error {}
/** The server refused what was asked. */
export class Refused extends Error {}

/** What one part of the page is now. @param {string} path */
export async function get(path) {
  const response = await reach(path, {});
  return response.text();
}

/** @param {string} path @param {unknown} body */
export async function post(path, body) {
  return reach(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf': token() },
    body: JSON.stringify(body),
  });
}

/** One change. @param {string} verb @param {Record<string, unknown>} args @returns {Promise<Answer>} */
export async function change(verb, args) {
  return (await post(`/do/${verb}`, args)).json();
}

/** @param {string} path @param {RequestInit} init @param {boolean} [again] @returns {Promise<Response>} */
async function reach(path, init, again = true) {
  let response;
  try {
    // under the desk's own path, which the page's address ends with
    response = await window.fetch(`.${path}`, { credentials: 'same-origin', cache: 'no-store', ...init });
  } catch {
    lost('The desk can’t be reached.');
    throw new Unreached('The desk can’t be reached.');
  }
  if (response.status === 403 && again && (await renewToken()))
    return reach(path, init.headers ? { ...init, headers: { ...init.headers, 'x-csrf': token() } } : init, false);
  if (response.status === 403 || response.status === 421 || response.status >= 500) {
    const why =
      response.status === 403
        ? 'The desk was started again: open the link that it printed, in this browser.'
        : 'The desk has a fault; its terminal says more.';
    lost(why);
    throw new Unreached(why);
  }
  found();
  if (!response.ok) throw new Refused(await response.text());
  return response;
}

/** A desk that was started again knows another token; whoever has its new cookie may have that too. */
async function renewToken() {
  try {
    const response = await window.fetch('./', { credentials: 'same-origin', cache: 'no-store' });
    if (!response.ok) return false;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const fresh = page.querySelector('meta[name="csrf"]')?.getAttribute('content');
    const here = document.querySelector('meta[name="csrf"]');
    if (!fresh || !here || fresh === token()) return false;
    here.setAttribute('content', fresh);
    return true;
  } catch {
    return false;
  }
}

function token() {
  return document.querySelector('meta[name="csrf"]')?.getAttribute('content') ?? '';
}

/** @param {string} why */
export function lost(why) {
  document.dispatchEvent(new CustomEvent('lost', { detail: why }));
}
export function found() {
  document.dispatchEvent(new CustomEvent('found'));
}
