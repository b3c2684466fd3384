// @ts-check
/** What the checks found, in the head, on the tab and at each block; and how large the email is. */

export function showTally() {
  document.addEventListener('put', () => {
    const { errors, warnings, bytes, limit, byBlock } = document.getElementById('part-checks')?.dataset ?? {};
    if (errors === undefined) return;
    head(Number(errors), Number(warnings), Number(bytes), Number(limit));
    flags(JSON.parse(byBlock ?? '{}'));
  });
}

/** @param {number} errors @param {number} warnings @param {number} bytes @param {number} limit */
function head(errors, warnings, bytes, limit) {
  const place = document.getElementById('tally');
  if (!place) return;
  const found = document.createElement('button');
  found.type = 'button';
  found.className = `btn tally-found ${errors ? 'bad' : warnings ? 'fair' : 'good'}`;
  found.dataset.do = 'tab';
  found.dataset.args = JSON.stringify({ tab: 'checks' });
  found.dataset.testid = 'tally-checks';
  found.textContent = errors ? count(errors, 'error') : warnings ? count(warnings, 'warning') : 'No errors';
  const size = document.createElement('span');
  size.className = `tally-size${bytes > limit * 0.9 ? ' bad' : ''}`;
  size.dataset.testid = 'tally-size';
  size.textContent = `${Math.round(bytes / 1000)} KB`;
  size.title = `of ${Math.round(limit / 1000)} KB before Gmail cuts the email`;
  place.replaceChildren(found, size);
  const badge = document.getElementById('tab-count-checks');
  if (!badge) return;
  badge.hidden = errors + warnings === 0;
  badge.textContent = String(errors || warnings);
  badge.classList.toggle('bad', errors > 0);
}

/** @param {Record<string, [number, number]>} byRev */
function flags(byRev) {
  for (const article of document.querySelectorAll('.block[data-rev]')) {
    const [errors, warnings] = byRev[/** @type {HTMLElement} */ (article).dataset.rev ?? ''] ?? [0, 0];
    const flag = /** @type {HTMLElement | null} */ (article.querySelector('.flag'));
    if (!flag) continue;
    flag.hidden = errors + warnings === 0;
    flag.textContent = errors ? count(errors, 'error') : warnings ? count(warnings, 'warning') : '';
    flag.classList.toggle('bad', errors > 0);
  }
}

/** @param {number} n @param {string} what */
function count(n, what) {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
