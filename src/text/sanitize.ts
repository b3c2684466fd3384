import sanitize from 'sanitize-html';
import { limitNesting } from './nesting.ts';

const MAX_CHARS = 2_000_000;

const RULES: sanitize.IOptions = {
  allowedTags:
    'a abbr b bdi bdo blockquote br caption cite code dd del dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table tbody td tfoot th thead time tr u ul var wbr'.split(
      ' ',
    ),
  allowedAttributes: {
    a: ['href', 'title'],
    img: ['src', 'alt', 'title', 'width', 'height'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan', 'scope'],
    ol: ['start', 'reversed'],
    time: ['datetime'],
    bdo: ['dir'],
    '*': ['lang', 'dir'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['https'] },
  allowedSchemesAppliedToAttributes: ['href', 'src'],
  allowProtocolRelative: false,
  /** Their content is not words to read. */
  nonTextTags:
    'script style textarea option select noscript iframe object embed applet svg math template title head xmp noembed noframes video audio canvas'.split(
      ' ',
    ),
  nestingLimit: 100,
  transformTags: { a: withoutRelative('href'), img: withoutRelative('src') },
  exclusiveFilter: (frame) => frame.tag === 'img' && !frame.attribs.src,
};

/** In an email nothing is relative to anything. */
function withoutRelative(name: string): sanitize.Transformer {
  return (tagName, attribs) => {
    if (/^\s*[a-z][a-z0-9+.-]*:/i.test(attribs[name] ?? '')) return { tagName, attribs };
    const { [name]: _relative, ...rest } = attribs;
    return { tagName, attribs: rest };
  };
}

/**
 * HTML that may stand in an email or on the desk: prose markup by an allow list, links to http, https and mailto alone, images over https,
 * no styles, classes or ids. Text of other elements is kept, that of scripts and embedded documents is not. Never throws.
 */
export function sanitizeHtml(html: string): string {
  return sanitize(limitNesting(html.slice(0, MAX_CHARS)), RULES);
}
