import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LONGEST_WAIT_MS } from '../../src/llm/failures.ts';
import { limitsOf, TYPICAL } from '../../src/llm/limits.ts';
import { PRESETS, presetOf } from '../../src/llm/presets.ts';
import { PEAKS, PRICES, PRICES_AS_OF } from '../../src/llm/priceList.ts';
import { costOf } from '../../src/llm/prices.ts';

const doc = readFileSync('docs/models.md', 'utf8');
/** The rows of the first table below these words: what stands between bars. */
function rowsBelow(words: string): string[][] {
  const [, after = ''] = doc.split(words);
  const [table = ''] = `\n${after}`.split('\n|').slice(1).join('\n|').split('\n\n');
  const [, , ...rows] = `|${table}`.split('\n');
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/^`|`$/g, '')),
  );
}

describe('docs/models.md', () => {
  it('has every preset, with its settings', () => {
    const rows = rowsBelow('## Services\n');
    const told = Object.entries(PRESETS).map(([name, { baseUrl, keyName, keyRequired, jsonObject, limitName }]) => [
      ...[name, baseUrl, keyRequired ? keyName : 'none needed', jsonObject ? 'yes' : 'no', limitName],
    ]);
    expect(rows).toEqual(told);
  });

  it('says what each preset is sent about thinking', () => {
    const rows = rowsBelow('What each is sent about thinking');
    expect(new Set(rows.map(([name = '']) => name.split('/')[0]))).toEqual(new Set(Object.keys(PRESETS)));
    for (const [name = '', low, none] of rows) {
      const sent = (effort: 'low' | 'none') => {
        const model = presetOf({ name, effort });
        return JSON.stringify(model.thinking(effort, model.model));
      };
      expect([name, low, none]).toEqual([name, sent('low'), sent('none')]);
    }
  });

  it('says what an issue costs at the listed prices', () => {
    const usage = { ...TYPICAL, tokensCached: 0, tokensReasoning: 0 };
    const rows = rowsBelow(`at the list of ${PRICES_AS_OF}`);
    const told = Object.entries(PRICES).map(([name, price]) => {
      const factor = PEAKS[name.split('/')[0] ?? '']?.factor;
      const dollars = costOf(usage, price);
      return [name, `$${dollars.toFixed(4)}`, factor ? `$${(dollars * factor).toFixed(4)}` : ''];
    });
    expect(rows).toEqual(told);
    for (const [, calls, tokensIn = '', , tokensOut = ''] of rowsBelow('## What an issue costs\n')) {
      expect(Number(calls)).toBeLessThanOrEqual(TYPICAL.calls);
      expect(Number(tokensIn.replace(',', ''))).toBeLessThanOrEqual(TYPICAL.tokensIn);
      expect(Number(tokensOut.replace(',', ''))).toBeLessThanOrEqual(TYPICAL.tokensOut);
    }
  });

  it('has the limits and the peak hours of the code', () => {
    const { calls, tokens } = limitsOf(15);
    expect(doc).toContain(`${calls} calls, and ${tokens.toLocaleString('en')} tokens`);
    expect(doc).toContain(`more than ${LONGEST_WAIT_MS / 1000} seconds`);
    const two = (hour: number) => String(hour).padStart(2, '0');
    const hours = PEAKS.deepseek?.hours.map(([from, to]) => `${two(from)}:00–${two(to)}:00`).join(' and ');
    expect(doc).toContain(`weekdays ${hours} UTC`);
  });
});
