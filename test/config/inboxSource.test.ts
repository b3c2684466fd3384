import { expect, test } from 'vitest';
import { inboxSource } from '../../src/config/inboxSource.ts';

test.each([
  '',
  ' ',
  'no address',
  '42823568',
  'abcdefghij1',
  'https://',
  'https://[',
  'javascript:alert(1)',
  '${WHOLE}',
])('what is no address (%j) is a page that whoever reads it refuses, never an exception', (url) => {
  for (const pasted of [{}, { text: 'Words.' }, { text: '', author: '' }])
    expect(inboxSource({ url, added: '2026-11-10', ...pasted })).toMatchObject({ kind: 'page', id: 'inbox', url });
});

test('a find counts twice and goes where the editor wants it', () => {
  const find = inboxSource({ url: 'https://lab.example/paper', added: '2026-11-10', section: 'lead', note: 'Why.' });
  expect(find).toMatchObject({ name: "Editor's finds", weight: 2, section: 'lead', enabled: true, private: false });
});

test('pasted words never stand under a handle that was typed beside another account’s address', () => {
  const url = 'https://x.com/ada/status/1889036000000000001';
  expect(inboxSource({ url, added: '2026-11-10', author: 'grace', text: 'Words.' })).toMatchObject({
    kind: 'x',
    posts: [{ url, author: 'ada', text: 'Words.' }],
  });
});
