/** `.env.example`: the variables that the choices of a new workspace need. */
import { keyName } from '../config/env.ts';
import { X_TOKEN } from './secrets.ts';

/** Presets that run on one's own machine, and where they listen: they need no key, and the operator's word that they may be reached. */
export const OWN_SERVERS: Record<string, string> = {
  ollama: '127.0.0.1:11434',
  llamacpp: '127.0.0.1:8080',
  vllm: '127.0.0.1:8000',
};

/** A variable of the environment and what it is for. */
export interface Variable {
  name: string;
  why: string;
  /** Where it is no secret. */
  value?: string;
}
/** What of a workspace needs variables. */
export interface Needs {
  /** `preset/name`, or `none`. */
  model: string;
  platform: string;
  /** Names of `${NAME}` placeholders. */
  secrets: string[];
  /** Whether mails go out: notices, and test mails of platforms that send none. */
  mail: boolean;
  /** Whether a source asks X's API. */
  x: boolean;
}

/** The variables, those without which something does not work first. */
export function variablesOf({ model, platform, secrets, mail, x }: Needs): Variable[] {
  const found: Variable[] = [];
  const [preset = ''] = model.split('/');
  const own = OWN_SERVERS[preset];
  if (own) found.push({ name: 'PULLQUOTE_ALLOW', why: `Lets ${model} on this machine be asked.`, value: own });
  else if (model !== 'none')
    found.push({
      name: keyName(preset),
      why: `The key of the model that newsletter.yaml names (${model}). Without one, blocks are extractive.`,
    });
  if (platform !== 'file')
    found.push({
      name: keyName(platform),
      why: `The key of ${platform}: \`pullquote publish --to ${platform}\` needs it.`,
    });
  for (const name of secrets) found.push({ name, why: `The value of \${${name}} in sources.yaml or newsletter.yaml.` });
  if (mail)
    found.push({
      name: 'SMTP_URL',
      why: 'A mail server, for notices and test mails: smtp://USER:PASSWORD@HOST:587, or smtps://…:465.',
    });
  if (x) found.push({ name: X_TOKEN, why: 'X’s API; each post that is read costs.' });
  return found;
}

/** The text of `.env.example`. What it has for everybody is not said twice. */
export function envExample(template: string, variables: Variable[]): string {
  const lines = variables.map(({ name, why, value = '' }) => `# ${why}\n#${name}=${value}\n`);
  const paragraphs = template.split('\n\n').filter((paragraph) => !variables.some(({ name }) => sets(paragraph, name)));
  const text = paragraphs.join('\n\n').replace('@@VARIABLES@@', () => lines.join('\n'));
  return `${text.trimEnd()}\n`;
}

function sets(paragraph: string, name: string): boolean {
  return paragraph.split('\n').some((line) => line.startsWith(`#${name}=`));
}
