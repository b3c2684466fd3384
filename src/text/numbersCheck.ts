/** Whether a source has a number, and which one of its numbers comes nearest. */
import type { NumberMention, Reading } from './numbers.ts';
import { inOtherUnits } from './numbersConvert.ts';
import { isMeasure, type Unit } from './numbersUnits.ts';

/** The numbers of all sources of a blurb, by value. */
export interface NumberIndex {
  byValue: Map<string, { unit: Unit; mention: NumberMention }[]>;
  mentions: NumberMention[];
}

export function indexNumbers(mentions: NumberMention[]): NumberIndex {
  const byValue = new Map<string, { unit: Unit; mention: NumberMention }[]>();
  for (const mention of mentions) {
    for (const { value, unit } of [...mention.readings, ...mention.also]) {
      const list = byValue.get(value);
      if (list) list.push({ unit, mention });
      else byValue.set(value, [{ unit, mention }]);
    }
  }
  return { byValue, mentions };
}

/** The mention in a source that bears a number out, or undefined. */
export function supportOf(mention: NumberMention, index: NumberIndex): NumberMention | undefined {
  if (mention.indefinite) return indefiniteSupport(mention, index);
  const claims = mention.readings[0]?.unit === 'fraction' ? [...mention.readings, ...mention.also] : mention.readings;
  for (const claim of claims) {
    const found = index.byValue.get(claim.value)?.find((there) => agree(claim, mention, there));
    if (found) return found.mention;
    for (const same of inOtherUnits(claim)) {
      const other = index.byValue.get(same.value)?.find(({ unit }) => unit === same.unit);
      if (other) return other.mention;
    }
  }
  return undefined;
}

/** “Millions” is borne out by the same word and by any number of millions. */
function indefiniteSupport(mention: NumberMention, index: NumberIndex): NumberMention | undefined {
  const least = Number(mention.readings[0]?.value);
  return index.mentions.find((other) =>
    other.readings.some(
      ({ value, unit }) =>
        unit !== 'url' && unit !== 'literal' && Number(value) >= least && Number(value) < least * 1000,
    ),
  );
}

/**
 * Units agree if they are the same. A measure (minutes, gigabytes) may be left out on either side, unless the number counts other
 * things there; a currency and a per cent sign may not, but for scores such as 84.3, which tables give without their sign.
 */
function agree(claim: Reading, { counts }: NumberMention, there: { unit: Unit; mention: NumberMention }): boolean {
  const { unit } = there;
  if (claim.unit === unit) return !(counts && there.mention.named);
  if (isMeasure(claim.unit) && unit === '') return !there.mention.counts;
  if (claim.unit === '' && isMeasure(unit)) return !counts;
  const score = claim.value.includes('.') && Number(claim.value) < 100;
  return score && ((claim.unit === '%' && unit === '') || (claim.unit === '' && unit === '%'));
}

/** What the source has in its place: same unit and nearest in size, or the same value with another unit. */
export function nearestNumber(mention: NumberMention, index: NumberIndex): string | undefined {
  const claim = mention.readings[0];
  if (!claim) return undefined;
  const sameValue = index.byValue.get(claim.value)?.find(({ unit }) => unit !== 'url');
  if (sameValue) return sameValue.mention.text;
  const size = Number(claim.value);
  let best: { text: string; distance: number } | undefined;
  for (const other of index.mentions) {
    for (const { value, unit } of other.readings) {
      if (unit !== claim.unit || unit === 'url' || !(Number(value) > 0)) continue;
      const distance = Math.abs(Math.log(Number(value) / size));
      if (!best || distance < best.distance) best = { text: other.text, distance };
    }
  }
  return best && best.distance < Math.log(20) ? best.text : undefined;
}
