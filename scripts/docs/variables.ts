/** The variables of the environment, from the code that reads them. */
import { keyName } from '../../src/config/env.ts';
import { PLATFORMS } from '../../src/config/platforms.ts';
import { PRESETS } from '../../src/llm/presets.ts';
import { code, table } from './markdown.ts';

/** Those that no preset and no platform brings along. */
const OTHERS: [name: string, says: string][] = [
  ['MODEL_API_KEY', 'the key of a model that is named without a preset, beside `url`'],
  ['X_BEARER_TOKEN', 'X’s paid API: `users`, `list`, `search` and `conversation` of a source of kind `x`'],
  [
    'SMTP_URL',
    'the server for mails of our own, test mails and notices: `smtp://USER:PASSWORD@HOST:587` or `smtps://…:465`',
  ],
  [
    'PULLQUOTE_ALLOW',
    'inner addresses that your own configuration may name, as `host:port` or `a.b.c.d/n:port`, with commas or spaces between; a crawled link never opens one',
  ],
  ['CI', 'set by build servers: `init` asks no questions there'],
  ['NO_COLOR', 'the questions of `init` come without colours; nothing else has any'],
  ['DATABASE_URL', 'read, and not used yet: state is in SQLite'],
];

/** Every variable that is read by name, with what it is for. */
export function variables(): [name: string, says: string][] {
  const models = Object.entries(PRESETS).map(([preset, { keyName: name, keyRequired }]): [string, string] => [
    name,
    `the key of models of \`${preset}/…\`${keyRequired ? '' : ', where your server asks for one'}`,
  ]);
  const platforms = PLATFORMS.filter((platform) => platform !== 'file').map((platform): [string, string] => [
    keyName(platform),
    `the key of the platform \`${platform}\``,
  ]);
  return [...models, ...platforms, ...OTHERS];
}

export const variableTable = (): string =>
  table(
    ['variable', 'is'],
    variables().map(([name, says]) => [code(name), says]),
  );
