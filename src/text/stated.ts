/**
 * What a text states. Sentences that order or ask state nothing: they bear no fact out, and to a model they are the ones that may be taken for its own orders. What it is not shown it can't obey; nothing
 * else of a prompt depends on it, since fences and the proofs hold for whatever comes through.
 */
import { sentences } from './sentences.ts';

/** In place of what was left out. */
const GAP = '[…]';
/** A paragraph goes as a whole where it speaks to a machine; of one that is longer, or has no sentences, only what is near. */
const LONGEST = 900;
const BEFORE = 200;
const AFTER = 300;
/** So few words behind an order belong to it: what it wants said. */
const REST = 3;

const MACHINE =
  'ai|a\\.i\\.|assistant|language model|llm|chat ?bot|chatgpt|gpt|claude|gemini|model|agent|robot|summari[sz]er|crawler';
/** Words to a machine about its work. */
const TO_MACHINE = new RegExp(
  [
    `\\b(?:ignore|ignoring|disregard|forget|override|bypass|discard|skip)\\b.{0,40}\\b(?:instruct\\w*|prompts?|rules?|filters?|restrict\\w*|guidelines?|orders?|the user|above|previous|prior|everything)\\b`,
    `\\byou are (?:now\\b|the system\\b|no longer\\b|in \\w+ mode\\b|an? (?:\\w+ ){0,2}(?:${MACHINE})\\b)|\\bas an (?:ai|assistant)\\b|\\bfrom now on\\b.{0,30}\\byou\\b`,
    `\\b(?:dear|hello|hey|hi|attention|listen|note to|to the|to any|to every|to all)[ ,:]+(?:\\w+ ){0,2}(?:${MACHINE})s?\\b`,
    `^\\W*(?:system|assistant|developer|human)\\s*(?:message|prompt|note)?\\s*:|\\b(?:new|real|actual|hidden|secret|updated) (?:instructions?|task|orders)\\b`,
    `\\byour (?:\\w+ )?(?:answer|reply|replies|response|output|system prompt|instructions|prompt)s?\\b|\\b(?:translate|encode|render|write) your (?:message|text)\\b`,
    `\\b(?:answer|reply|replies|respond|response|output)\\b (?:\\w+ ){0,2}(?:with|using|in|nothing)\\b|\\banswer(?:s|ed)?\\b.{0,12}[{"]|\\b(?:copy|repeat|write|say|print)\\b (?:\\w+ ){0,2}(?:the (?:next|following)|what (?:i|comes|follows)|exactly|after me)\\b`,
    `\\b(?:developer|dan|debug|admin) mode\\b|\\bjailbr(?:eak|oken)\\w*|\\b(?:without|no) (?:any )?restrictions\\b|\\bunauthori[sz]ed info`,
    `\\brank\\b.{0,30}\\bfirst\\b|\\b(?:add|put|include|insert)\\b.{0,30}\\b(?:links?|url)\\b`,
  ].join('|'),
  'i',
);
/** Marks of our own prompts, of templates, of answers and of code. */
const CODE =
  /\{\{|\{%|\[\[|\]\]|\{\s*["'\w]+\s*:|\\[xu][\da-f]{2}|&#?\w{2,10};|\w\(["'\w.]*\)|\bjavascript:|\bon\w+\s?=|\b\w+\s?=\s?["'`]|;\s*$|==|\/\/ /i;
/** Verbs that begin an order wherever they begin a sentence, and those that also begin statements. */
const ORDERS =
  /^\W*(?:(?:please|kindly|now|then|first|also|just|simply|and|hello|hi)\b[\s,:]*)*(?:please\b|(?:write|tell|provide|summari[sz]e|determine|analy[sz]e|translate|generate|encode|decode|execute|explain|modify|enhance|pretend|imagine|recommend|suggest|repeat|insert|append|compute|calculate|classify|rewrite|rephrase|paraphrase|disregard|ignore|forget|reply|respond|do not|don['’]t|never|buy|click|visit|subscribe|follow|praise|mention|include|describe|identify|let me|give me|show me|help me|make sure)\b|(?:add|show|give|use|apply|render|shift|express|fetch|list|create|find|convert|compare|extract|answer|print|say|copy|act|assume|suppose|make|plan|draft|compose|help|remember|read|send|delete|call|open|run|state|promote|return|output|place|put|set|change|replace|remove|turn|keep|start|end|begin|conclude|finish|sign|speak|talk|think|go|take|get|try|choose|select|rank|rate|score|treat|consider|check|download|install|enter|type|solve|sort|design|build|teach|advise|schedule|book|order|search|look|highlight|outline|discuss|evaluate|review|propose|play|sing|tell)\s+(?:me|us|your|my|our|the|an?|this|that|these|those|it|all|any|every|each|only|exactly|with|in|to|as|at|how|what|why|which|who|for|from|some|one|two|three|["“'‘]))/i;

/** Whether words are an order to a machine, rather than about something: a title that is nothing else names no story. */
export function ordersMachine(words: string): boolean {
  return TO_MACHINE.test(words);
}

/** The text with `[…]` for what orders, asks, or is code. Lines stay lines. */
export function statedIn(text: string): string {
  return text.split('\n').map(statedInLine).join('\n');
}

/** A line of a source's head, or of a numbered block. A question may be the name of a page, and of nobody else. */
const NAMED = /^(?:(?:title|site|author|date): |\d{1,4}\. )/;
const QUESTION =
  /\?["”’)\]]*(?:\s+\S+){0,3}\s*$|^(?:what|how|who|which|where|when|why) (?:is|are|was|were|do|does|did|can|could|should|would|will)\b(?:[^.!]|\.(?=\S))*$/i;

function statedInLine(line: string): string {
  const name = NAMED.exec(line)?.[0];
  if (name !== undefined) return name + statedInName(line.slice(name.length), !/^[sad]/.test(name));
  if (line.length <= LONGEST) {
    if (TO_MACHINE.test(line)) return GAP;
    return withoutOrders(line);
  }
  const order = TO_MACHINE.exec(line);
  if (!order) return withoutOrders(line);
  const [from, to] = [Math.max(0, order.index - BEFORE), order.index + order[0].length + AFTER];
  return `${withoutOrders(line.slice(0, from))} ${GAP} ${statedInLine(line.slice(to))}`;
}

/** The site in brackets behind a heading. */
const SITE = /^(.*)( \(.*\))$/;

function statedInName(words: string, mayAsk: boolean): string {
  const [, heading, site] = (mayAsk && SITE.exec(words)) || [];
  if (heading !== undefined && site !== undefined)
    return statedInName(heading, true) + (statedInName(site.slice(2, -1), false) === GAP ? '' : site);
  return TO_MACHINE.test(words) || ORDERS.test(words) || CODE.test(words) || (!mayAsk && withoutOrders(words) !== words)
    ? GAP
    : words;
}

/** Sentence by sentence; what little stands behind one that goes, goes with it. */
function withoutOrders(line: string): string {
  let out = '';
  let last = 0;
  let isCut = false;
  let isOpen = false;
  for (const { start, end } of sentences(line)) {
    const said = line.slice(start, end);
    // words in quotation marks that an order is about are part of it
    const goes: boolean = isOpen || statesNothing(said) || (isCut && (isRest(said) || /^["“'‘]/.test(said)));
    isOpen = goes && isOpen !== leavesOpen(said);
    if (!goes) out += line.slice(last, end);
    else if (!isCut) out += `${line.slice(last, start)}${GAP}`;
    isCut = goes;
    last = end;
  }
  return out + (isCut ? '' : line.slice(last));
}

/** What goes on for longer is no sentence but a transcript in which nobody set a full stop. */
const LONGEST_SENTENCE = 500;

function statesNothing(said: string): boolean {
  if (said.length > LONGEST_SENTENCE) return false;
  return QUESTION.test(said) || ORDERS.test(said) || CODE.test(said);
}

/** Whether a quotation begins in it, or one that began before it ends. */
function leavesOpen(said: string): boolean {
  const marks = said.match(/["“”]|(?<![\p{L}\p{N}])['‘](?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}.,!?])['’](?![\p{L}\p{N}])/gu);
  return (marks?.length ?? 0) % 2 === 1;
}

function isRest(said: string): boolean {
  return said.split(/\s+/).length <= REST && !/[.!…]["”’)\]]*$/.test(said);
}
