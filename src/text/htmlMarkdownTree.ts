/** The small HTML of posts as blocks and lines of words: what Markdown and plain text are both made from. */
import { unseenElements } from './html.ts';
import { codeWriter, LINES, PARAGRAPHS, paragraphWriter, type Run } from './htmlMarkdownLines.ts';
import { scanMarkup } from './markup.ts';
import { httpUrl } from './url.ts';

export type Block =
  | { kind: 'paragraph'; lines: Run[][] }
  | { kind: 'code'; value: string }
  | { kind: 'quote'; blocks: Block[] }
  /** `first` is the number of an ordered list's first item. */
  | { kind: 'list'; first?: number; items: Block[][] };

const LONGEST_HTML = 1_000_000;
const LONGEST_TEXT = 100_000;
/** Words of one formatting, and blocks of code: no honest post has so many, and each costs a little. */
const MOST_RUNS = 5_000;
const MOST_LINKS = 400;
/** Quotes and lists inside one another; what is deeper keeps its words and loses its shape. */
const DEEPEST = 8;

const LISTS = new Set(['ul', 'ol', 'menu']);
const CELLS = new Set(['td', 'th']);

/**
 * The blocks of a post's HTML, and its links: absolute http(s) targets in order, each once. Other elements vanish, their words stay; what
 * a reader does not see is left out with its words. Reads at most a million characters, gives at most 100,000. Never throws.
 */
export function readPost(html: string, base: string): { blocks: Block[]; links: string[] } {
  const unseen = unseenElements();
  const post = blockWriter();
  const links = new Set<string>();
  scanMarkup(html.slice(0, LONGEST_HTML), 'html', {
    open(rawName, attributes, { empty }) {
      const name = rawName.toLowerCase();
      if (unseen.open(name, attributes, empty)) return;
      const url = name === 'a' && attributes.href !== undefined ? httpUrl(attributes.href, base) : undefined;
      if (url !== undefined && links.size < MOST_LINKS) links.add(url);
      post.open(name, url, attributes.start);
    },
    close(rawName) {
      const name = rawName.toLowerCase();
      if (!unseen.close(name)) post.close(name);
    },
    text(value) {
      if (!unseen.inside()) post.words(value);
    },
  });
  return { blocks: post.end(), links: [...links] };
}

/** An element that holds blocks and is still open. A list's blocks are those of its last item. */
interface Container {
  name: 'post' | 'blockquote' | 'list' | 'li';
  blocks: Block[];
  items?: Block[][];
}

/** The blocks so far, and the lists and quotes that are open. */
function containers() {
  const stack: [Container, ...Container[]] = [{ name: 'post', blocks: [] }];
  const top = () => stack.at(-1) as Container;
  const pushItem = () => {
    const blocks: Block[] = [];
    top().items?.push(blocks);
    stack.push({ name: 'li', blocks });
  };
  const put = (block: Block) => {
    if (top().name === 'list') pushItem();
    top().blocks.push(block);
  };
  return {
    put,
    openList(ordered: boolean, start: string | undefined) {
      if (stack.length > DEEPEST) return;
      const items: Block[][] = [];
      put({ kind: 'list', ...(ordered ? { first: /^\d{1,6}$/.test(start ?? '') ? Number(start) : 1 } : {}), items });
      stack.push({ name: 'list', blocks: [], items });
    },
    openQuote() {
      if (stack.length > DEEPEST) return;
      const blocks: Block[] = [];
      put({ kind: 'quote', blocks });
      stack.push({ name: 'blockquote', blocks });
    },
    openItem() {
      // an item ends the one before it, unless a list or quote was opened between the two
      if (top().name === 'li') stack.pop();
      if (top().name === 'list') pushItem();
    },
    /** Ends the innermost of these, and what is open in it. */
    close(name: Container['name']) {
      const at = stack.findLastIndex((container) => container.name === name);
      if (at > 0) stack.length = at;
    },
    blocks: () => withoutEmpty(stack[0].blocks),
  };
}

function blockWriter() {
  const tree = containers();
  const paragraph = paragraphWriter();
  const code = codeWriter();
  const budget = { characters: LONGEST_TEXT, runs: MOST_RUNS };
  const endParagraph = () => {
    for (const lines of paragraph.take()) tree.put({ kind: 'paragraph', lines });
  };
  const endCode = () => {
    const value = code.take();
    if (value !== '') tree.put({ kind: 'code', value });
    budget.runs--;
  };
  return {
    open(name: string, url: string | undefined, start: string | undefined) {
      if (code.isOpen()) code.open(name);
      else if (name === 'br') paragraph.lineBreak();
      else if (LINES.has(name)) paragraph.newLine();
      else if (CELLS.has(name)) paragraph.add(' ');
      else if (!paragraph.format(name, url) && isBlock(name)) {
        endParagraph();
        if (name === 'pre') code.open(name);
        else if (name === 'li') tree.openItem();
        else if (name === 'blockquote') tree.openQuote();
        else if (LISTS.has(name)) tree.openList(name === 'ol', start);
      }
    },
    close(name: string) {
      if (code.isOpen()) {
        if (code.close(name)) endCode();
      } else if (!paragraph.unformat(name) && isBlock(name)) {
        endParagraph();
        if (LISTS.has(name)) tree.close('list');
        else if (name === 'li' || name === 'blockquote') tree.close(name);
      }
    },
    words(value: string) {
      if (budget.runs <= 0 || budget.characters <= 0) return;
      const piece = value.slice(0, budget.characters);
      budget.characters -= piece.length;
      if (code.isOpen()) code.add(piece);
      else if (paragraph.add(piece)) budget.runs--;
    },
    end(): Block[] {
      endCode();
      endParagraph();
      return tree.blocks();
    },
  };
}

function isBlock(name: string): boolean {
  return PARAGRAPHS.has(name) || LISTS.has(name) || name === 'li' || name === 'pre' || name === 'blockquote';
}

/** Lists and quotes that nothing was put in are gone; a list behind a list goes on with it, since in Markdown it would. */
function withoutEmpty(blocks: Block[]): Block[] {
  const kept: Block[] = [];
  for (const block of blocks) {
    if (block.kind === 'quote') {
      const inner = withoutEmpty(block.blocks);
      if (inner.length > 0) kept.push({ ...block, blocks: inner });
    } else if (block.kind === 'list') {
      const items = block.items.map(withoutEmpty).filter((item) => item.length > 0);
      const before = kept.at(-1);
      if (before?.kind === 'list' && (before.first === undefined) === (block.first === undefined))
        before.items.push(...items);
      else if (items.length > 0) kept.push({ ...block, items });
    } else kept.push(block);
  }
  return kept;
}
