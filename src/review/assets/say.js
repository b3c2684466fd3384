// @ts-check
/** What happened, in words: shown for a while and read out. */

let timer = 0;

/** @param {string} words @param {{ bad?: boolean }} [o] */
export function say(words, { bad = false } = {}) {
  const place = document.getElementById('said');
  if (!place || !words) return;
  place.textContent = '';
  place.classList.toggle('toast-bad', bad);
  // the same words twice are two announcements
  requestAnimationFrame(() => {
    place.textContent = words;
    place.classList.add('toast-shown');
  });
  clearTimeout(timer);
  timer = setTimeout(() => place.classList.remove('toast-shown'), bad ? 9000 : Math.max(3500, words.length * 60));
}

/** How the words in hand stand. @param {'' | 'saving' | 'saved' | 'unsaved'} state @param {string} [words] */
export function saved(state, words) {
  const place = document.getElementById('saved');
  if (!place) return;
  place.dataset.state = state;
  place.textContent = words ?? { '': '', saving: 'Saving…', saved: 'Saved', unsaved: 'Not saved yet' }[state];
}

document.addEventListener('lost', (event) => {
  const bar = document.getElementById('unreached');
  if (!bar) return;
  const why = /** @type {CustomEvent<string>} */ (event).detail;
  const words = `${document.querySelector('[data-editor]') ? 'Not saved yet. ' : ''}${why} What you write is kept here and sent as soon as it can be.`;
  if (bar.textContent !== words) bar.textContent = words;
  bar.hidden = false;
});
document.addEventListener('found', () => {
  const bar = document.getElementById('unreached');
  if (bar) bar.hidden = true;
});
