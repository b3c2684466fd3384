/** A number as it stands in a text, and what it may mean. */
import { type Unit, unitOf } from './numbersUnits.ts';

/** One way to read a number: its value in full (“2.4 million” is 2400000), or the characters themselves where it is no quantity. */
export interface Reading {
  value: string;
  unit: Unit;
}

export interface NumberMention {
  start: number;
  end: number;
  /** As it is written, with its unit. */
  text: string;
  /** What is said; any one of them must be in a source. */
  readings: Reading[];
  /** What it may also be taken for when it stands in a source. */
  also: Reading[];
  /** “Millions”: any such number bears it out. */
  indefinite: boolean;
  /** Written in words. */
  inWords: boolean;
  /** Has a unit or magnitude, so it is no version of the name before it. */
  measured: boolean;
  /** What stands right behind is what it counts: “four families”. */
  counts?: boolean;
  /** Right behind a word with a capital, as in “Corvid 4”: most likely its version. */
  named?: boolean;
}

/** A value as it is compared: twelve digits are more than any text means. */
export const canonical = (value: number): string => String(Number(value.toPrecision(12)));

/** A mention of the stretch from `start` to `end`; measured and in digits unless `more` says otherwise. */
export function mention(
  text: string,
  start: number,
  end: number,
  readings: Reading[],
  more: Partial<NumberMention> = {},
): NumberMention {
  const base = {
    start,
    end,
    text: text.slice(start, end),
    readings,
    also: [],
    indefinite: false,
    inWords: false,
    measured: true,
  };
  return { ...base, ...more };
}

/** A part of a whole, which is also so many per cent of it. */
export function parts(value: number): Reading[] {
  return [
    { value: canonical(value), unit: 'fraction' },
    { value: canonical(value * 100), unit: '%' },
  ];
}

/** “Ten times” may be a number of times, and bears out “10 runs”. */
export function oftenAsCount(text: string, { unit, end }: { unit: Unit; end: number }, value: number): Reading[] {
  return unit === 'times' && text.slice(end - 5, end) === 'times' ? [reading(value, '')] : [];
}

/** Whether a number that ends at `at` counts things: “four families”, “three of eleven”, “7 per thousand”. */
export function countsThings(text: string, at: number): boolean {
  const next = text.slice(at, at + 24);
  if (
    /^ (?:of (?:the|its|their|\p{N}|\p{Ll}+teen|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?!\p{L})|per )/u.test(
      next,
    )
  )
    return true;
  const word = /^[ \u00a0-](\p{Ll}{2,18}s)(?![\p{L}\p{N}])/u.exec(next)?.[1];
  return word !== undefined && !/(?:ss|us|is|as)$/.test(word) && unitOf(word) === undefined;
}

export function reading(value: number, unit: Unit): Reading {
  return { value: canonical(value), unit };
}

/** Cents are parts of a dollar or of a euro. */
export function readingsOf(value: number, unit: Unit): Reading[] {
  return unit === '@cent' ? [reading(value / 100, '$'), reading(value / 100, '€')] : [reading(value, unit)];
}
