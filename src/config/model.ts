import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { Model } from '../types.ts';
import { line, url } from './fields.ts';

const HOW = 'must be a preset and a name such as deepseek/deepseek-flash, or none';
const nameWithPreset = line.refine((value) => value === 'none' || /^[^/\s]+\/\S+$/.test(value), HOW);
const dollars = z.number().min(0);
const modelMap = z
  .strictObject({
    name: line.describe('preset/name, or the name alone beside `url`'),
    url: url.describe('Another address of the same kind of service').exactOptional(),
    effort: z.enum(['none', 'low', 'medium', 'high']).describe('How much it thinks; by default low').exactOptional(),
    maxTokens: z.int().min(1).describe('The most tokens of one answer, thinking included').exactOptional(),
    price: z
      .strictObject({
        input: dollars.describe('Of the prompt'),
        cached: dollars.describe('Of what the service had in its cache').exactOptional(),
        output: dollars.describe('Of the answer, thinking included'),
      })
      .describe('US dollars a million tokens, where the built-in list has no price or an old one')
      .exactOptional(),
  })
  .refine(({ name, url: address }) => address !== undefined || nameWithPreset.safeParse(name).success, {
    path: ['name'],
    message: `${HOW}; a name alone needs \`url\` beside it`,
  });

/** `preset/name`, `none`, or a map with more to say. */
export const model = z.union([nameWithPreset, modelMap], { error: '`preset/name` or a map with `name`' });

/** A checked model as the rest of the program has it; `none` is the extractive writer, which has no model. */
export function resolveModel(written: z.output<typeof model>): Model | undefined {
  if (typeof written !== 'string') return written.name === 'none' ? undefined : written;
  return written === 'none' ? undefined : { name: written };
}

/** Reads the value of `--model`. Throws UserError where it is no `preset/name`. */
export function parseModel(text: string): Model | undefined {
  const result = nameWithPreset.safeParse(text);
  if (!result.success) throw new UserError(`--model ${JSON.stringify(text)} ${HOW}`);
  return resolveModel(result.data);
}
