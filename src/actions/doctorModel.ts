import type { Model, ModelProbe } from '../types.ts';

export interface Finding {
  what: string;
  ok: boolean;
  detail: string;
  /** The command or line that mends it. */
  mend?: string;
}

export interface ModelTools {
  /** The variable of a model's key, where that is missing. */
  hasKey: (model: Model) => string | undefined;
  /** One tiny call. */
  probe: (model: Model) => Promise<ModelProbe>;
}

/** Tries a model with one tiny call: what works, what does not, and what mends it. `budget` is an issue's, in US dollars. */
export async function tryModel(model: Model | undefined, budget: number, o: ModelTools): Promise<Finding[]> {
  if (model === undefined) return [{ what: 'model', ok: true, detail: 'none is set: there is nothing to try' }];
  const missing = o.hasKey(model);
  if (missing) {
    const mend = `put ${missing}=… into .env`;
    return [{ what: 'model key', ok: false, detail: `${model.name} is not asked: ${missing} is not set`, mend }];
  }
  const probe = await o.probe(model);
  const failed = failureFinding(probe);
  if (failed) return [failed, money(probe, budget)];
  return [
    good('model answer', `${model.name} at ${probe.at} answers${probe.calls > 1 ? ', at the second try' : ''}`),
    good('model JSON', jsonOf(probe)),
    good('model thinking', thinkingOf(probe)),
    usageFinding(probe),
    good(
      'model cache',
      probe.tellsCached ? 'says what it had cached' : 'does not say what it had cached: all of a prompt counts as new',
    ),
    money(probe, budget),
  ];
}

function good(what: string, detail: string): Finding {
  return { what, ok: true, detail };
}

/** What mends a failure, by its code, else by its words. */
const MENDS: { when: (code: number, detail: string) => boolean; what: string; mend: (probe: ModelProbe) => string }[] =
  [
    {
      when: (code) => code === 401,
      what: 'model key',
      mend: (p) => `put a key that is valid there into .env, as ${p.keyName}=…`,
    },
    {
      when: (code, detail) => code === 402 || /no credit left/.test(detail),
      what: 'model key',
      mend: () => 'add credit there, or set another model; until then blocks are extractive',
    },
    {
      when: (code) => code === 403,
      what: 'model key',
      mend: () => 'see what the account may use there, or set another model',
    },
    {
      when: (code) => code === 404,
      what: 'model answer',
      mend: (p) => `see what the service calls the model; ${p.at} must be the address before /chat/completions`,
    },
    { when: (code) => code === 429, what: 'model answer', mend: () => 'try again later, or raise your limit there' },
    { when: (code) => code >= 500, what: 'model answer', mend: () => 'try again later: the fault is on their side' },
    {
      when: (code) => code > 0,
      what: 'model answer',
      mend: () => 'see docs/models.md for the settings of each service',
    },
    {
      when: (_, detail) => /\bJSON\b/.test(detail),
      what: 'model JSON',
      mend: () => 'set a larger model: this one does not keep to a format',
    },
    {
      when: (_, detail) => /cut off/.test(detail),
      what: 'model thinking',
      mend: () => 'set `effort: none` or a larger `maxTokens` beside the name',
    },
    {
      when: (_, detail) => /a page|no usable answer/.test(detail),
      what: 'model answer',
      mend: (p) => `${p.at} must be the address before /chat/completions, often ending in /v1`,
    },
    {
      when: (_, detail) => /PULLQUOTE_ALLOW/.test(detail),
      what: 'model answer',
      mend: () => 'put that line into .env',
    },
    {
      when: (_, detail) => /broke off|answered nothing|capacity/.test(detail),
      what: 'model answer',
      mend: () => 'try again; if it stays so, set another model',
    },
    { when: () => true, what: 'model answer', mend: () => 'see that the server runs and that `url:` is its address' },
  ];

function failureFinding(probe: ModelProbe): Finding | undefined {
  if (!probe.failure) return undefined;
  const { detail, code = 0 } = probe.failure;
  const rule = MENDS.find(({ when }) => when(code, detail));
  return { what: rule?.what ?? 'model answer', ok: false, detail, ...(rule ? { mend: rule.mend(probe) } : {}) };
}

function jsonOf({ json, plain }: ModelProbe): string {
  if (json === 'json_object') return 'gives JSON, in JSON mode';
  return plain
    ? 'gives JSON when the prompt says so; it refused JSON mode or a setting for its thinking, and is asked without them'
    : 'gives JSON when the prompt says so';
}

function thinkingOf({ thinking, usage }: ModelProbe): string {
  const tokens = usage?.tokensReasoning ? `, ${usage.tokensReasoning} tokens` : '';
  if (thinking === '<think>') return `arrives within the answer, between <think> and </think>${tokens}; it is cut off`;
  if (thinking) return `arrives in \`${thinking}\`${tokens}; it is not kept`;
  return tokens ? `is counted and not shown${tokens}` : 'none arrived';
}

function usageFinding({ usage }: ModelProbe): Finding {
  if (!usage) return good('model usage', 'does not say what a call took: each counts as the most that it may take');
  return good('model usage', `says what a call took: ${usage.tokensIn} tokens in, ${usage.tokensOut} out`);
}

/** A block that does not fit into the budget is never asked for. */
function money({ price, dollars }: ModelProbe, budget: number): Finding {
  const issue = `an issue of 15 blocks takes about ${cents(dollars.issue)}, ${price.note}`;
  if (dollars.block <= budget) return good('model price', `${issue}; never more than the budget of ${cents(budget)}`);
  return {
    what: 'model price',
    ok: false,
    detail: `one block may take ${cents(dollars.block)}, more than the budget of ${cents(budget)}: none would be asked for; ${price.note}`,
    mend: price.known
      ? 'raise `budget:`, lower `effort:`, or set a cheaper model'
      : 'set its `price:`, or raise `budget:`',
  };
}

function cents(dollars: number): string {
  return `$${dollars.toFixed(dollars < 1 ? 4 : 2).replace(/(\.\d\d)0+$/, '$1')}`;
}
