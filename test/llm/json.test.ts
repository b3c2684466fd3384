import { expect, test } from 'vitest';
import { extractJson } from '../../src/llm/json.ts';
import { splitThinking, stripThinking, thinkingIn } from '../../src/llm/thinking.ts';

test.each([
  ['plain', '{"a":1}', { a: 1 }],
  ['blank lines around', '\n\n {"a":1}\n', { a: 1 }],
  ['a fence', '```json\n{"a":1}\n```', { a: 1 }],
  ['small talk with braces', 'Here is {the} answer for {}: {"a":"}{"} - I hope it helps {you}', { a: '}{' }],
  ['footnotes before', 'As [1] and [2, 3] say: {"quotes":["q1","q2"]}', { quotes: ['q1', 'q2'] }],
  ['a list of objects', 'Sure!\n[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
  ['escaped quotes', 'x {"a":"say \\"}\\" now"} y', { a: 'say "}" now' }],
  ['an empty object alone', '{}', {}],
])('%s', (_name, text, expected) => {
  expect(extractJson(text)).toEqual(expected);
});

test.each(['', '   ', 'no', '{"a":', '"a string"', '42', '{a:1}', '[[[[['])('no JSON: %j', (text) => {
  expect(() => extractJson(text)).toThrow('the answer');
});

test('hostile brackets end quickly', () => {
  expect(() => extractJson('{'.repeat(390_000))).toThrow('no complete JSON');
  expect(() => extractJson('{"'.repeat(400_000))).toThrow('too long');
});

test('thinking is cut: whole, without its beginning, without its end', () => {
  expect(splitThinking('<think>{"no":1}</think>{"a":1}')).toEqual({ answer: '{"a":1}', cut: false });
  expect(splitThinking('hm {"no":1}</think>\n{"a":1}')).toEqual({ answer: '\n{"a":1}', cut: false });
  expect(splitThinking('<think>and so on and').cut).toBe(true);
  expect(splitThinking('{"a":1}')).toEqual({ answer: '{"a":1}', cut: false });
});

test('an answer may tell of the tags, and so may the thinking', () => {
  const told = '{"blurb":"It thinks between <think> and </think>."}';
  expect(splitThinking(told)).toEqual({ answer: told, cut: false });
  expect(splitThinking(`<think>I close with </think>, then</think>${told}`)).toEqual({ answer: told, cut: false });
  const open = 'Here: {"blurb":"It opens with <think>"}';
  expect(splitThinking(open)).toEqual({ answer: open, cut: false });
  expect(splitThinking(`${'</think>'.repeat(5000)}no`)).toEqual({ answer: 'no', cut: false });
});

test('where thinking stood is seen before it is taken out', () => {
  const seen = (message: object) => thinkingIn(Buffer.from(JSON.stringify({ choices: [{ message }] })));
  expect(seen({ content: '{}', reasoning_content: 'hm' })).toBe('reasoning_content');
  expect(seen({ content: '{}', reasoning_content: '', reasoning: 'hm' })).toBe('reasoning');
  expect(seen({ content: '{}', reasoning_details: [{ summary: 'hm' }] })).toBe('reasoning_details');
  expect(seen({ content: 'hm</think>{}' })).toBe('<think>');
  expect(seen({ content: '{}', reasoning: null })).toBeUndefined();
  expect(thinkingIn(Buffer.from('<html>'))).toBeUndefined();
});

test('thinking that a service does not count is counted by its share of the letters', () => {
  const strip = (data: unknown) => JSON.parse(String(Buffer.from(stripThinking(Buffer.from(JSON.stringify(data))))));
  const usage = { prompt_tokens: 9, completion_tokens: 100 };
  const message = { content: 'x'.repeat(25), reasoning: 'y'.repeat(75) };
  expect(strip({ choices: [{ message }], usage }).usage.completion_tokens_details).toEqual({ reasoning_tokens: 75 });
  const counted = { ...usage, completion_tokens_details: { reasoning_tokens: 3 } };
  expect(strip({ choices: [{ message }], usage: counted }).usage).toEqual(counted);
  expect(strip({ choices: [{ message: { content: 'x' } }], usage }).usage).toEqual(usage);
});

test('thinking is taken out of an answer before it is kept, wherever it stands', () => {
  const strip = (data: unknown) => JSON.parse(String(Buffer.from(stripThinking(Buffer.from(JSON.stringify(data))))));
  const thought = { reasoning_content: 'hush', reasoning: 'hush', reasoning_details: [{ text: 'hush' }] };
  const data = {
    usage: { total_tokens: 3 },
    choices: [{ message: { ...thought, content: '<think>hush</think>{"a":1}' } }],
  };
  expect(strip(data)).toEqual({ usage: { total_tokens: 3 }, choices: [{ message: { content: '{"a":1}' } }] });
  expect(strip({ choices: [{ message: { content: '<think>hush and' } }] }).choices[0].message.content).toBe('<think>');
  for (const odd of [null, 1, [], {}, { choices: [null, {}, { message: null }, { message: { content: 5 } }] }]) {
    expect(strip(odd)).toEqual(odd);
  }
  expect(String(stripThinking(Buffer.from('<html>')))).toBe('<html>');
});
