import { expect, test } from 'vitest';
import { sampleServer } from '../../../test/sample-server.ts';
import { openapiText } from './openapi.ts';

test('the OpenAPI document is deterministic, 3.1, and closed where a body is', async () => {
  const texts = await Promise.all([sampleServer(), sampleServer()].map(async (one) => openapiText((await one).app)));
  expect(texts[0]).toBe(texts[1]);
  const document = JSON.parse(texts[0]!);
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths)).toEqual(['/api/items', '/api/items/{id}', '/api/stream', '/api/upload']);
  expect(document.paths['/api/items'].post.requestBody.content['application/json'].schema.additionalProperties).toBe(
    false,
  );
  expect(Object.keys(document.paths['/api/upload'].post.requestBody?.content ?? {})).toEqual(['text/plain']);
});
