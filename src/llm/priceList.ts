/**
 * What models cost: US dollars for a million tokens. This file is all there is to bring up to date; `price:` in newsletter.yaml wins over
 * it. DeepSeek's figures are from its own pages, the others' from third parties.
 */

/** US dollars a million tokens. */
export interface Price {
  input: number;
  /** Input that the service had in its cache. */
  cached: number;
  /** Thinking included. */
  output: number;
}

/** When the figures were last looked at. */
export const PRICES_AS_OF = '2026-11';

const price = (input: number, cached: number, output: number): Price => ({ input, cached, output });

/** By preset and the service's name of the model. */
export const PRICES: Record<string, Price> = {
  'deepseek/deepseek-flash': price(0.15, 0.003, 0.6),
  'deepseek/deepseek-v4-pro': price(0.66, 0.022, 1.98),
  'openai/gpt-5-mini': price(0.25, 0.025, 2),
  'openai/gpt-5.2': price(1.75, 0.175, 14),
  'openai/gpt-5.5': price(5, 0.5, 30),
  'openai/gpt-4o': price(2.5, 1.25, 10),
  'openai/gpt-4o-mini': price(0.15, 0.075, 0.6),
  'groq/openai/gpt-oss-20b': price(0.075, 0.0375, 0.3),
  'groq/openai/gpt-oss-120b': price(0.15, 0.075, 0.6),
};

/** Hours (UTC, the second not in it) of Monday to Friday in which a preset's models cost `factor` times as much. DeepSeek's holidays are not known here and count as weekdays. */
export const PEAKS: Record<string, { factor: number; hours: [number, number][] }> = {
  deepseek: {
    factor: 2,
    hours: [
      [1, 4],
      [6, 10],
    ],
  },
};
