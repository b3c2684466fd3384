/** Documents that platforms publish are not copied into the project; these tests run where the files lie beside it. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buttondownPlatform } from '../../src/platforms/buttondown.ts';
import { resendPlatform } from '../../src/platforms/resend.ts';
import { BUTTONDOWN } from '../support/platforms/buttondown.ts';
import { offences, openDocument } from '../support/platforms/openapi.ts';
import { RESEND } from '../support/platforms/resend.ts';
import { packFor, type Stage, stage } from '../support/platforms/stage.ts';

const PUBLISHED = '../shared/openapi';

/** Everything that is ever asked of a platform. */
async function wholeLife({ platform }: Stage): Promise<void> {
  const pack = packFor(platform);
  await platform.probe();
  await platform.find(pack);
  const [first, second] = [
    await platform.createDraft(pack),
    await platform.createDraft(packFor(platform, { key: 'weekly-digest-090', subject: 'Next' })),
  ];
  await platform.find(pack);
  await platform.update(first.id, pack);
  await platform.test(first.id, pack, ['mz@example.com']);
  await platform.schedule(first.id, '2026-11-25T09:30:00.000Z');
  await platform.send(second.id);
  await platform.status(second.id);
}

const DOCUMENTS = [
  { contract: BUTTONDOWN, build: buttondownPlatform, file: `${PUBLISHED}/buttondown.json`, prefix: '/v1' },
  { contract: RESEND, build: resendPlatform, file: `${PUBLISHED}/resend.yaml`, prefix: '' },
];

// a document that is not there is no test that was skipped: nobody is asked to have it
for (const { contract, build, file, prefix } of DOCUMENTS.filter((one) => existsSync(one.file)))
  it(`${contract.name} and ${file} agree on each request and answer`, async () => {
    const document = openDocument(file);
    const here = await stage(contract, build);
    await wholeLife(here);
    expect(here.server.log.flatMap((exchange) => offences(document, exchange, prefix))).toEqual([]);
  });

describe('the comparison', () => {
  const document = {
    paths: {
      '/issues/{id}': {
        post: {
          parameters: [{ name: 'page', in: 'query' }],
          requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Issue' } } } },
          responses: {
            '200': {
              content: {
                'application/json': {
                  schema: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
                },
              },
            },
          },
        },
      },
    },
    components: {
      schemas: {
        Issue: {
          type: 'object',
          required: ['subject'],
          properties: {
            subject: { type: 'string', maxLength: 9 },
            status: { allOf: [{ enum: ['draft'] }] },
            lists: { anyOf: [{ type: 'array', items: { type: 'integer' } }, { type: 'null' }] },
          },
        },
      },
    },
  };
  const told = (body: unknown, more: object = {}) =>
    offences(
      document,
      { method: 'POST', path: '/v1/issues/7', body, status: 200, headers: {}, answer: { id: 'a' }, ...more },
      '/v1',
    );

  it.each([
    [{ subject: 'Bills', status: 'draft', lists: [1] }, {}, []],
    [{ subject: 'Bills', lists: null }, { path: '/v1/issues/7?page=2' }, []],
    [{ status: 'sent' }, {}, ['asked body lacks subject', 'asked body.status is not among draft']],
    [{ subject: 'Long words', sent: 1 }, {}, ['asked body.subject is too long', 'asked body has sent']],
    [{ subject: 'Bills', lists: ['x'] }, {}, ['asked body.lists fits none of its forms']],
    [{ subject: 'Bills' }, { path: '/v1/issues/7?q=1' }, ['the query has q']],
    [{ subject: 'Bills' }, { answer: { id: 7 } }, ['told body.id is not string']],
    [{ subject: 'Bills' }, { status: 201 }, ['201 is not among its answers']],
    [{ subject: 'Bills' }, { method: 'PUT' }, ['is not in the document']],
  ])('%j %j', (body, more, expected) => {
    const found = told(body, more);
    expect(found).toHaveLength(expected.length);
    for (const [n, words] of expected.entries()) expect(found[n]).toContain(words);
  });
});
