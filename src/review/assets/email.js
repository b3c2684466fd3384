// @ts-check
/** The email in its frame: a new one is loaded behind the old one and takes its place, so that nothing flickers. */
import { get } from './net.js';

const state = { width: 'phone', scheme: '', images: false, text: false };
let loaded = '';

/** Widths in pixels that the frame has, whatever room there is: it is shown smaller where there is less. */
const WIDTHS = { phone: 375, desktop: 680 };

export function startEmail() {
  state.scheme = isDark() ? 'dark' : 'light';
  document.addEventListener('put', (event) => {
    if (/** @type {CustomEvent<string>} */ (event).detail === 'email') show();
  });
  new ResizeObserver(scaleFrame).observe(/** @type {HTMLElement} */ (document.getElementById('panel')));
}

export function isDark() {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === 'dark' : window.matchMedia('(prefers-color-scheme: dark)').matches;
}

/** @param {'width' | 'scheme'} name @param {string} value */
export function setEmail(name, value) {
  state[name] = value;
  show();
}
/** @param {'images' | 'text'} name */
export function toggleEmail(name) {
  state[name] = !state[name];
  show();
}

function show() {
  const stage = document.getElementById('email-stage');
  if (!stage) return;
  for (const [name, value] of [
    ['width', state.width],
    ['scheme', state.scheme],
  ])
    for (const button of document.querySelectorAll(`[data-do="email-${name}"]`))
      button.setAttribute('aria-pressed', String(button.getAttribute('data-value') === value));
  for (const name of /** @type {const} */ (['images', 'text']))
    document.querySelector(`[data-do="email-${name}"]`)?.setAttribute('aria-pressed', String(state[name]));
  stage.dataset.width = state.width;
  const rev = document.getElementById('part-email')?.dataset.rev;
  const wanted = state.text ? `text ${rev}` : `${state.scheme} ${state.images} ${rev}`;
  if (wanted !== loaded || !stage.firstElementChild) {
    loaded = wanted;
    if (state.text) void showText(stage);
    else showFrame(stage);
  }
  scaleFrame();
}

/** @param {HTMLElement} stage */
function showFrame(stage) {
  const frame = document.createElement('iframe');
  frame.title = 'The email';
  frame.dataset.testid = 'email-frame';
  frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
  frame.referrerPolicy = 'no-referrer';
  frame.className = 'arriving';
  frame.addEventListener(
    'load',
    () => {
      for (const each of [...stage.children]) if (each !== frame) each.remove();
      frame.className = '';
      scaleFrame();
    },
    { once: true },
  );
  frame.src = `./email?scheme=${state.scheme}&images=${state.images ? 1 : 0}&width=${WIDTHS[/** @type {'phone'} */ (state.width)]}`;
  stage.append(frame);
}

/** @param {HTMLElement} stage */
async function showText(stage) {
  const words = document.createElement('pre');
  words.className = 'text-part';
  words.tabIndex = 0;
  words.dataset.testid = 'email-text-part';
  words.setAttribute('aria-label', 'The text part');
  try {
    words.textContent = await get('/email.txt');
    if (state.text) stage.replaceChildren(words);
  } catch {
    loaded = '';
  }
}

/** The frame is as wide as its device and shown as large as there is room. */
function scaleFrame() {
  const stage = document.getElementById('email-stage');
  if (!stage?.clientWidth) return;
  const width = WIDTHS[/** @type {'phone'} */ (state.width)];
  const scale = Math.min(1, stage.clientWidth / width);
  stage.style.setProperty('--frame-width', `${width}px`);
  stage.style.setProperty('--frame-scale', scale.toFixed(4));
}
