import { raw } from 'hono/html';
import type { DeskView } from '../../actions/desk/types.ts';
import { blocks } from './blocks.ts';
import { dialogs } from './dialogs.ts';
import { head } from './head.ts';
import { type Html, html } from './html.ts';
import { icon } from './icons.ts';
import type { DeskOptions } from './options.ts';

const TABS = [
  ['email', 'Email'],
  ['evidence', 'Evidence'],
  ['checks', 'Checks'],
  ['bench', 'Bench'],
  ['week', 'Week'],
] as const;
const STYLES = ['desk.css', 'blocks.css', 'panel.css', 'charts.css'];

/** The whole page. Blocks and head are in it; what the tabs show is fetched when it is looked at. Nothing in it is inline: the CSP allows neither script nor style. */
export function deskPage(view: DeskView, o: DeskOptions): string {
  const title = `${view.newsletter} ${view.number} · review`;
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="csrf" content="${o.csrf}">
<title>${title}</title>
<link rel="icon" href="assets/icon.svg" type="image/svg+xml">
<script src="assets/theme.js"></script>
${STYLES.map((name) => html`<link rel="stylesheet" href="assets/${name}">\n`)}<script src="assets/idiomorph.js" defer></script>
<script type="module" src="assets/desk.js"></script>
</head>
<body>
<a class="skip" href="#part-blocks">To the blocks</a>
<p id="unreached" class="unreached" role="alert" hidden data-testid="unreached"></p>
${raw(head(view, o))}
<main class="desk">
  <h1 class="vh">${title}</h1>
  ${raw(blocks(view))}
  <aside class="panel" id="panel" aria-label="Email, evidence, checks, bench and week" data-testid="panel">
    <div class="tabs"><div class="tablist" role="tablist" aria-label="Panel">${TABS.map(tab)}</div><button type="button" class="btn panel-close" data-do="panel-close" aria-label="Back to the blocks" data-testid="panel-close">${icon('cross')}</button></div>
    ${TABS.map(panel)}
    <section class="drawer" id="drawer" hidden aria-label="Beside the block" data-testid="drawer">
      <div class="drawer-head"><button type="button" class="btn" data-do="drawer-close" data-testid="drawer-close">${icon('back')}<span>Back</span></button></div>
      <div class="drawer-body" tabindex="-1"><div id="part-source" class="part" hidden></div><div id="part-candidates" class="part" hidden></div></div>
    </section>
  </aside>
</main>
<div id="said" class="toast" role="status" aria-live="polite" data-testid="said"></div>
${dialogs(view, o)}
</body>
</html>
`);
}

function tab([name, label]: (typeof TABS)[number], i: number): Html {
  return html`<button type="button" role="tab" class="tab" id="tab-${name}" aria-controls="panel-${name}" aria-selected="${i === 0 ? 'true' : 'false'}"${i === 0 ? '' : html` tabindex="-1"`} data-do="tab" data-tab="${name}" data-testid="tab-${name}" title="${label} (${i + 1})">${label}<span class="tab-count" id="tab-count-${name}" hidden></span></button>`;
}

function panel([name]: (typeof TABS)[number], i: number): Html {
  return html`<section role="tabpanel" class="panel-body" id="panel-${name}" aria-labelledby="tab-${name}" tabindex="0"${i === 0 ? '' : html` hidden`}><div id="part-${name}" class="part waiting"><p class="hint">Looking…</p></div></section>`;
}
