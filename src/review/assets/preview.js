// @ts-check
/** The words in hand as the email will set them. */
import { post } from './net.js';

/** @param {HTMLTextAreaElement} area @param {HTMLElement} place @returns {() => void} to be called when the words change */
export function livePreview(area, place) {
  let timer = 0;
  let asked = 0;
  let shown = '';
  const show = async () => {
    const text = area.value;
    if (text === shown) return;
    const mine = ++asked;
    try {
      const markup = await (await post('/preview', { markdown: text })).text();
      // an earlier answer may come later
      if (mine !== asked || !place.isConnected) return;
      shown = text;
      const words = new DOMParser().parseFromString(markup, 'text/html').body;
      place.replaceChildren(...words.childNodes);
    } catch {
      // the bar says that the desk can't be reached; the next key asks again
    }
  };
  void show();
  return () => {
    clearTimeout(timer);
    timer = setTimeout(show, 120);
  };
}
