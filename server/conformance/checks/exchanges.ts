import { expectStatus, vector, type Check, hold } from '../check.ts';
import { taxiiType } from '../client.ts';
import { freshObject } from '../objects.ts';

interface Accepting { readonly accept: string | null; readonly status: number } // prettier-ignore
interface Sending { readonly contentType: string; readonly status: number } // prettier-ignore
interface Querying { readonly query: string; readonly status: number } // prettier-ignore
interface Body { readonly name: string; readonly body: string; readonly statuses: readonly number[] } // prettier-ignore

/** Single requests, from vectors/taxii. */
export const exchangeChecks: readonly Check[] = [
  ...vector<Accepting[]>('accept').map(({ accept, status }): Check => ({
    name: `Accept: ${accept ?? '(none)'} is ${status}`,
    section: '3.2',
    async run({ ask, root, both }) {
      for (const path of [root, `${both}objects/`, `${both}manifest/`])
        expectStatus(await ask(path, { headers: { accept } }), status);
    },
  })),
  ...vector<Sending[]>('content-type').map(({ contentType, status }): Check => ({
    name: `POST with Content-Type ${contentType} is ${status}`,
    section: '5.4',
    async run({ ask, both }) {
      const body = `{"objects":[${freshObject('observable')}]}`;
      expectStatus(
        await ask(`${both}objects/`, { method: 'POST', body, headers: { 'content-type': contentType } }),
        status,
      );
    },
  })),
  ...vector<Querying[]>('queries').map(({ query, status }): Check => ({
    name: `?${query} is ${status}`,
    section: '3.4',
    async run({ ask, both }) {
      for (const path of ['objects/', 'manifest/']) expectStatus(await ask(`${both}${path}?${query}`), status);
    },
  })),
  ...vector<Body[]>('bodies').map(({ name, body, statuses }): Check => ({
    name: `a POST of ${name} is ${statuses.join(' or ')}`,
    section: '5.4',
    async run({ ask, both }) {
      const answer = await ask(`${both}objects/`, { method: 'POST', body, headers: { 'content-type': taxiiType } });
      expectStatus(answer, ...statuses);
      if (answer.status === 202) hold(answer.json?.['failure_count'] === 1, 'it counts as no failure');
    },
  })),
  {
    name: 'a GET with a Content-Type, without a User-Agent, with a Range is a GET',
    section: '3.2',
    async run({ ask, both }) {
      const headers = { 'content-type': 'application/json', range: 'items 0-1' };
      const answer = expectStatus(await ask(`${both}objects/`, { headers }), 200);
      hold(answer.headers['content-range'] === undefined, 'ranges are of TAXII 2.0');
    },
  },
  {
    name: 'a body above max_content_length is 413, one that is as long is not',
    section: '4.2.1',
    async run({ ask, root, both }) {
      const most = Number((await ask(root)).json?.['max_content_length']);
      const filled = (length: number): string => {
        const [head, tail] = ['{"objects":[{}],"x_filler":"', '"}'];
        return head + 'a'.repeat(length - head.length - tail.length) + tail;
      };
      const post = (body: string) =>
        ask(`${both}objects/`, { method: 'POST', body, headers: { 'content-type': taxiiType } });
      expectStatus(await post(filled(most)), 202);
      expectStatus(await post(filled(most + 1)), 413);
    },
  },
];
