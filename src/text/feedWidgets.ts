import { scanMarkup } from './markup.ts';

/** What Substack and newsletters like it set between the paragraphs of a post: forms to subscribe, buttons to share. */
const WIDGET =
  /(?:^|\s)(?:button-wrapper|captioned-button-wrap|subscription-widget(?:-wrap)?(?:-editor)?|kg-(?:signup|button|cta)-card)(?:\s|$)/;
const ANY = /button-wrapp?|subscription-widget|kg-(?:signup|button|cta)-card/;

/** An entry's HTML without such widgets: they are no words of its author. */
export function withoutWidgets(html: string): string {
  if (!ANY.test(html)) return html;
  const kept: string[] = [];
  let at = 0;
  let inside = '';
  let depth = 0;
  scanMarkup(html, 'html', {
    open(name, attributes, { start, empty }) {
      if (depth > 0) {
        if (name === inside && !empty) depth++;
      } else if (!empty && WIDGET.test(attributes.class ?? '')) {
        kept.push(html.slice(at, start));
        at = html.length;
        inside = name;
        depth = 1;
      }
    },
    close(name, start) {
      if (depth === 0 || name !== inside || --depth > 0) return;
      at = html.indexOf('>', start) + 1 || html.length;
    },
  });
  // one that never ends would take the rest of the piece with it
  return depth > 0 ? html : kept.join('') + html.slice(at);
}
