/** `newsletter.yaml`: what we are. Written form → resolved `Newsletter`. */
import { z } from 'zod';
import { SCORE_TERMS, type ScoreTerm } from '../text/scoreTerms.ts';
import type { Newsletter, SlotName } from '../types.ts';
import { checkValue } from './check.ts';
import { email, line, slot, text, url } from './fields.ts';
import { didYouMean, nearest } from './hint.ts';
import { model, resolveModel } from './model.ts';
import { type PlatformName, platforms } from './platforms.ts';
import { shown } from './problems.ts';
import { theme } from './theme.ts';
import { type Problem, readYaml } from './yamlFile.ts';

const termWeights = Object.entries(SCORE_TERMS).map(([term, says]) => [
  term,
  z.number().min(0).exactOptional().describe(says),
]);
const weights = z.strictObject(Object.fromEntries(termWeights) as Record<ScoreTerm, z.ZodExactOptional<z.ZodNumber>>);

/** The most blocks of a slot where the editor says nothing. */
const SLOT_MAX: Record<SlotName, number> = { lead: 1, voices: 5, reads: 6, watch: 3, recurring: 1 };
const DEFAULT_SLOTS: SlotName[] = ['lead', 'voices', 'reads', 'watch'];
const TOPIC = 'Artificial intelligence - models, research, tools, companies, chips, policy';
const DAILY = /^(hourly|daily( ([01]\d|2[0-3]):[0-5]\d)?)$/;
const WEEKLY = /^(mon|tue|wed|thu|fri|sat|sun) ([01]\d|2[0-3]):[0-5]\d$/;

/** Addresses are made by going on behind it; and it is published, so that no secret may stand in it. */
const archiveUrl = url.refine(
  (value) => !/[?#]|\$\{/.test(value),
  'must be an address without parameters, fragment and ${NAME}, such as https://digest.example.com',
);

const section = z.strictObject({
  slot: slot.describe('lead, voices, reads, watch or recurring; only recurring may stand twice'),
  max: z.int().min(1).describe('The most blocks; for voices, the most voices').exactOptional(),
  title: line.describe('A heading that the slot gives its block').exactOptional(),
  source: line.describe('For recurring: the id of the source whose newest item fills the slot').exactOptional(),
});

export const newsletterSchema = z.strictObject({
  name: line.describe('What the newsletter is called'),
  editor: z
    .strictObject({
      name: line.describe('Who signs the letter and approves'),
      email: email
        .describe('In the User-Agent, so that a site’s owner can write to you; the sender of our own mails')
        .exactOptional(),
    })
    .describe('Who edits it; by default the newsletter’s own name')
    .exactOptional(),
  about: text.describe('What is on topic; most of a general feed is not').default(TOPIC),
  language: line
    .refine(isLanguage, 'must be a language tag such as en or pt-BR')
    .describe('Of dates and fixed sentences')
    .default('en'),
  timezone: line.describe('The window of an issue is cut at midnight here').default('UTC'),
  schedule: z
    .strictObject({
      crawl: z
        .string()
        .regex(DAILY, 'must be hourly, daily, or daily with a time, such as "daily 06:00"')
        .describe('When to crawl: hourly, daily, or daily with a time, such as "daily 06:00"')
        .exactOptional(),
      draft: z
        .string()
        .regex(WEEKLY, 'must be a day and a time, such as "sun 18:00"')
        .describe('When to draft: a day and a time in `timezone`, such as "sun 18:00"')
        .exactOptional(),
    })
    .describe('What `pullquote run` does when')
    .default({}),
  voice: text.describe('How blurbs and letter sound').default('Plain and curious. Short sentences. No hype words.'),
  letter: z
    .enum(['draft', 'blank', 'off'])
    .describe('draft: the machine drafts the letter; blank: it leaves room; off: there is none')
    .default('draft'),
  postscripts: z.array(text).describe('Lines that end each letter').default([]),
  house: z
    .array(z.strictObject({ title: line.describe('Its heading'), text: text.describe('Its words, Markdown') }))
    .describe('Blocks without a source that are reused')
    .default([]),
  sections: z
    .array(section)
    .min(1)
    .describe('The slots of an issue, in order; by default lead, voices, reads and watch')
    .exactOptional(),
  model: model.describe('Who writes: preset/name, none, or a map with more to say').default('deepseek/deepseek-flash'),
  budget: z.number().min(0).describe('US dollars an issue').default(0.1),
  platforms: platforms.describe('Where issues go; the first renders issue.html').default({}),
  address: text.describe('A postal address: a mailing must carry one').exactOptional(),
  utm: z
    .strictObject({
      source: line.describe('utm_source'),
      medium: line.describe('utm_medium; by default email').exactOptional(),
      campaign: line.describe('utm_campaign; by default the number of the issue').exactOptional(),
    })
    .describe('Campaign parameters of the links in the email')
    .exactOptional(),
  notify: z
    .strictObject({
      email: email.describe('Where notices are mailed, by SMTP_URL').exactOptional(),
      webhook: url.describe('Where notices are posted: Slack, Discord or anything that takes JSON').exactOptional(),
      heartbeat: url
        .describe('Called at the end of each `pullquote run`, so that one that did not run is noticed')
        .exactOptional(),
    })
    .describe('Who is told of drafts, failures and sick sources')
    .default({}),
  archive: z
    .strictObject({
      url: archiveUrl
        .describe('Where the archive will be read: feed, sitemap and canonical links need it')
        .exactOptional(),
      dir: line.describe('The folder of the workspace that it is written into').exactOptional(),
      description: line.describe('What the newsletter is, in one sentence, for its home page and feed').exactOptional(),
    })
    .describe('The web archive that `pullquote archive` builds')
    .exactOptional(),
  theme: theme.describe('How an issue looks').prefault({}),
  keep: z.int().min(1).describe('Days that items and responses are kept').default(90),
  weights: weights
    .describe("Multipliers of score terms, by the term's name: 0 takes one out, 2 doubles it")
    .default({}),
  limits: z
    .strictObject({
      perSource: z.int().min(1).describe('The most blocks from one source').default(2),
      perDomain: z.int().min(1).describe('The most blocks from one site').default(2),
    })
    .describe('How much of an issue one place may have')
    .prefault({}),
});

/** The newsletter as it stands in the file. */
export type WrittenNewsletter = z.input<typeof newsletterSchema>;
type CheckedNewsletter = z.output<typeof newsletterSchema>;

/** Reads `newsletter.yaml`; only `name` is required. Throws one UserError with a line for everything that is wrong. */
export function parseNewsletter(yamlText: string, file: string): Newsletter {
  const yaml = readYaml(yamlText, file);
  if (yaml.value === undefined)
    yaml.refuse([{ path: [], text: 'the file is empty; it needs at least `name: The Weekly Digest`' }]);
  const { data, problems } = checkValue(newsletterSchema, yaml.value);
  yaml.refuse([...problems, ...checkTimezone(yaml.value), ...checkSections(yaml.value)]);
  return resolve(data as CheckedNewsletter, Object.keys((yaml.value as { platforms?: object }).platforms ?? {}));
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** Whether the machine knows this IANA time zone. */
function isTimezone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function checkTimezone(value: unknown): Problem[] {
  const zone = (value as { timezone?: unknown } | null)?.timezone;
  if (typeof zone !== 'string' || zone.trim() === '' || isTimezone(zone.trim())) return [];
  const known = Intl.supportedValuesOf('timeZone');
  // most people write the city and leave out the continent
  const city = nearest(
    zone,
    known.map((name) => name.split('/').at(-1) ?? name),
  );
  const hint =
    didYouMean(zone, known) || (city ? ` Did you mean \`${known.find((name) => name.endsWith(city))}\`?` : '');
  return [
    { path: ['timezone'], text: `unknown time zone ${shown(zone)}.${hint} It is a name such as Europe/Lisbon or UTC` },
  ];
}

/** What a schema of one section cannot see: slots that stand twice, and a recurring one without its source. */
function checkSections(value: unknown): Problem[] {
  const sections = (value as { sections?: unknown } | null)?.sections;
  if (!Array.isArray(sections)) return [];
  const problems: Problem[] = [];
  const seen = new Set<unknown>();
  for (const [i, entry] of sections.entries()) {
    const { slot: name, source } = (entry ?? {}) as { slot?: unknown; source?: unknown };
    const path = ['sections', i];
    if (name === 'recurring' && source === undefined)
      problems.push({ path, text: '`source` is missing: the id of the source that fills this slot each week' });
    if (name !== 'recurring' && source !== undefined)
      problems.push({ path, key: 'source', text: '`source` belongs to `slot: recurring` alone' });
    if (name !== 'recurring' && seen.has(name))
      problems.push({ path: [...path, 'slot'], text: `the slot ${shown(name)} stands twice; only \`recurring\` may` });
    seen.add(name);
  }
  return problems;
}

function resolve(written: CheckedNewsletter, platformOrder: string[]): Newsletter {
  const { sections = DEFAULT_SLOTS.map((name) => ({ slot: name })), model: writtenModel, ...others } = written;
  const { platforms: settings, ...rest } = others;
  const inOrder = platformOrder.map((name) => [name, settings[name as PlatformName] ?? {}]);
  return {
    ...rest,
    // a letter must be signed by somebody
    editor: written.editor ?? { name: written.name },
    sections: sections.map((entry) => ({ max: SLOT_MAX[entry.slot], ...entry })),
    model: resolveModel(writtenModel),
    platforms: Object.fromEntries(inOrder) as Newsletter['platforms'],
  };
}
