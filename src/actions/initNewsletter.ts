/** The commented newsletter.yaml with the answers in it. */
import { isMap, isNode, isPair, isScalar, type Node, type Pair, parseDocument, stringify } from 'yaml';
import { keyName } from '../config/env.ts';
import { parseNewsletter } from '../config/newsletter.ts';
import type { Answers } from './initAnswers.ts';
import { OWN_SERVERS } from './initEnv.ts';

/** What somebody's newsletter must not go out with: lines of the example. */
const EXAMPLES = ['editor', 'address', 'postscripts', 'house', 'notify'];

/**
 * Puts the answers into the text, each in the place of the value that stands there: every other byte, comments above all, stays. With a name it is somebody's own newsletter: what the
 * example says of its own editor, address, sponsor and postscripts becomes a comment where it was not answered. The result is read once by its schema, which throws UserError where it is refused.
 */
export function fillNewsletter(text: string, answers: Answers): string {
  const { name, platform } = answers;
  let filled = text;
  for (const [path, value] of valuesOf(answers)) filled = withValue(filled, path, value);
  if (platform && platform.name !== 'file') filled = withPlatform(filled, platform.name, platform.settings);
  const key = answers.model === undefined ? undefined : keyOf(answers.model);
  if (key) filled = filled.replaceAll('DEEPSEEK_API_KEY', key);
  if (name !== undefined)
    for (const example of EXAMPLES) if (!isAnswered(example, answers)) filled = withoutKey(filled, example);
  parseNewsletter(filled, 'newsletter.yaml');
  return filled;
}

function isAnswered(key: string, { editor, email, address }: Answers): boolean {
  if (key === 'editor') return editor !== undefined;
  return (key === 'address' && address !== undefined) || (key === 'notify' && email !== undefined);
}

/** The variable of the model's key, where it needs one. */
function keyOf(model: string): string | undefined {
  const [preset = ''] = model.split('/');
  return model === 'none' || preset in OWN_SERVERS ? undefined : keyName(preset);
}

function valuesOf(answers: Answers): [path: string[], value: unknown][] {
  const { name, about, language, timezone, editor, email, address, model, draft } = answers;
  const person = editor === undefined ? undefined : { name: editor, ...(email === undefined ? {} : { email }) };
  const values: [string[], unknown][] = [
    [['name'], name],
    [['editor'], person],
    [['about'], about],
    [['language'], language],
    [['timezone'], timezone],
    [['schedule', 'draft'], draft],
    [['model'], model],
    [['address'], address],
    [['notify', 'email'], email],
    [['utm', 'source'], name === undefined ? undefined : slug(name)],
  ];
  return values.filter(([, value]) => value !== undefined);
}

/** As it may stand in an address: letters and digits of any script without accents, hyphens between. */
function slug(name: string): string {
  return (
    name
      .normalize('NFKD')
      .replace(/[\p{M}'’]/gu, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '') || 'newsletter'
  );
}

function withValue(text: string, path: string[], value: unknown): string {
  const node = parseDocument(text).getIn(path, true);
  if (!isNode(node) || !node.range) throw new Error(`newsletter.yaml of the package has no ${path.join('.')}`);
  // a block of its own lines would not fit into a line
  const written = stringify(value, { collectionStyle: 'flow', lineWidth: 0, blockQuote: false }).trimEnd();
  const quoted = isScalar(node) && path.length > 1 && !/^["']/.test(written) ? JSON.stringify(value) : written;
  return text.slice(0, node.range[0]) + quoted + text.slice(node.range[1]);
}

/** The platform before the others: the first renders issue.html. */
function withPlatform(text: string, name: string, settings: Record<string, unknown>): string {
  const { value } = pairOf(text, 'platforms');
  const at = (value as Node).range?.[0] ?? 0;
  const line = stringify({ [name]: settings }, { collectionStyle: 'flow', lineWidth: 0 }).trim();
  // the outer braces are those of the map that it goes into
  return `${text.slice(0, at)}${line.slice(1, -1).trim()}\n  ${text.slice(at)}`;
}

/** A key and all below it as comments. */
function withoutKey(text: string, key: string): string {
  const { key: name, value } = pairOf(text, key);
  const start = (name as Node).range?.[0] ?? 0;
  const end = (value as Node).range?.[1] ?? start;
  const lines = text.slice(start, end).trimEnd();
  return text.slice(0, start) + lines.replace(/^(?!\s*#)/gm, '# ') + text.slice(start + lines.length);
}

function pairOf(text: string, key: string): Pair {
  const { contents } = parseDocument(text);
  const pair = isMap(contents)
    ? contents.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key)
    : undefined;
  if (!pair) throw new Error(`newsletter.yaml of the package has no ${key}`);
  return pair;
}
