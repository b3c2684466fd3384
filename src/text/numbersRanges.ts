/** Ranges, whose ends share what is written once. */
import { type NumberMention, reading } from './numbersMention.ts';

/** “10 to 20 million”, “$5-10bn”: the first number has the second one's magnitude and unit, the second the first one's currency. */
export function linkRanges(text: string, mentions: NumberMention[]): void {
  for (const [i, first] of mentions.entries()) {
    const second = mentions[i + 1];
    if (!second || second.start - first.end > 6) continue;
    const link = /^\s?(-|–|—|to|and|or)\s?\p{Sc}?$/u.exec(text.slice(first.end, second.start))?.[1];
    if (link) linkPair(first, second, link === 'and' || link === 'or');
  }
}

function linkPair(first: NumberMention, second: NumberMention, loosely: boolean): void {
  const a = first.readings[0];
  const b = second.readings[0];
  if (!a || !b || first.indefinite) return;
  if (a.unit !== '' && b.unit === '' && /\p{Sc}/u.test(a.unit)) {
    second.also.push(b);
    second.readings = second.readings.map((own) => ({ ...own, unit: a.unit }));
  }
  const unit = a.unit === '' ? (second.readings[0]?.unit ?? '') : a.unit;
  const scale = magnitudeOf(second);
  if (unit === 'ordinal' || unit === 'url' || unit === 'literal' || (unit === a.unit && scale === 1)) return;
  const value = Number(a.value) < 1000 ? Number(a.value) * scale : Number(a.value);
  first.also.push(a);
  first.readings = loosely ? [a, reading(value, unit)] : [reading(value, unit)];
}

function magnitudeOf(mention: NumberMention): number {
  const said = /\d[\d.,]*/
    .exec(mention.text)?.[0]
    .replace(/,(?=\d{3})/g, '')
    .replace(/[.,]$/, '');
  const value = Number(mention.readings[0]?.value);
  if (said === undefined) return value >= 1e6 && value % 1e6 === 0 ? (value % 1e9 === 0 ? 1e9 : 1e6) : 1;
  const scale = value / Number(said);
  return Number.isFinite(scale) && scale >= 100 ? Number(scale.toPrecision(6)) : 1;
}
