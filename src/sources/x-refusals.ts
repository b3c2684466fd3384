/** Why X gives nothing, and what to do about it. */

const WITHOUT =
  'Without it these work: posts by address (posts: [https://x.com/…/status/…]), posts pasted as { url, author, text }, and any RSS bridge as a feed.';
const NOT_SET = /X_BEARER_TOKEN is not set/;
/** What the door says where X may have answered, and charged, and the answer was lost. */
const LOST = /timed out|broke off/;

/** A refusal by its status; `reason` is what X says, '' for nothing. */
export function explainRefusal(status: number, reason: string): string {
  const said = reason === '' ? '' : ` (“${reason}”)`;
  switch (status) {
    case 400:
      return `X does not understand the request${said}: check users, list, search and conversation in sources.yaml`;
    case 401:
      return `X does not accept X_BEARER_TOKEN${said}: make a new one in X's developer console and set it. ${WITHOUT}`;
    case 402:
      return `X's credits are used up${said}: buy some in X's developer console. ${WITHOUT}`;
    case 403:
      return `X does not allow this${said}: the account or list may be private, or the token's app may have no access to it; see X's developer console`;
    case 404:
      return `X has nothing there${said}: check users, list and conversation in sources.yaml`;
    case 429:
      return `X was asked too often${said}: the rest is asked for at the next crawl; if this goes on, crawl less often or read fewer accounts`;
    default:
      return status >= 500
        ? `X's server is in trouble (it answered ${status}); it will be asked again at the next crawl`
        : `X answered ${status}${said}`;
  }
}

/** What is said of a request that brought nothing. */
export function explainFailure(what: string, message: string): string {
  if (!NOT_SET.test(message)) return `${what}: ${message}`;
  return `X_BEARER_TOKEN is not set: users, list, search and conversation need it, since X is paid for what is read that way. Set it in the environment or in .env. ${WITHOUT}`;
}

/** Whether X may have charged for an answer that never arrived. */
export function mayBeCharged(message: string): boolean {
  return LOST.test(message);
}
