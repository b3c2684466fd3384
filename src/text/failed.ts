import type { Check, RejectCode } from '../types.ts';

/** A finding that refuses: what `rule` it breaks, and how. */
export function failed(rule: RejectCode, detail: string): Check {
  return { rule, level: 'error', ok: false, detail };
}
