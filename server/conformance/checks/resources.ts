import { expectStatus, hold, list, type Check } from '../check.ts';

const uuid4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const unknown = '00000000-0000-4000-8000-000000000000';

/** Discovery, API root, collections, and who may see them. */
export const resourceChecks: readonly Check[] = [
  {
    name: 'discovery names roots by https or by path',
    section: '4.1',
    async run({ ask, discovery }) {
      const answer = expectStatus(await ask(discovery), 200);
      hold(typeof answer.json?.['title'] === 'string', 'it has no title');
      const roots = answer.json['api_roots'];
      hold(
        Array.isArray(roots) && roots.every((root) => /^(https:\/\/|\/)/.test(String(root))),
        'api_roots is of another form',
      );
    },
  },
  {
    name: 'an API root speaks 2.1 and says how much it takes',
    section: '4.2',
    async run({ ask, root }) {
      const { json } = expectStatus(await ask(root), 200);
      const versions = json?.['versions'];
      hold(Array.isArray(versions) && versions.includes('application/taxii+json;version=2.1'), 'versions lacks 2.1');
      hold(
        Number.isInteger(json?.['max_content_length']) && Number(json?.['max_content_length']) > 0,
        'max_content_length',
      );
    },
  },
  {
    name: 'collections have ids of version 4, rights, and one order',
    section: '5.1',
    async run({ ask, root }) {
      const first = expectStatus(await ask(`${root}collections/`), 200);
      const collections = list(first, 'collections');
      for (const { id, title, can_read: reads, can_write: writes } of collections) {
        hold(uuid4.test(String(id)), `${String(id)} is no UUID of version 4`);
        hold(typeof title === 'string' && typeof reads === 'boolean' && typeof writes === 'boolean', 'title or rights');
      }
      hold((await ask(`${root}collections/`)).text === first.text, 'the second time it is another list');
    },
  },
  {
    name: 'a collection is found by its id and by its alias',
    section: '5.2',
    async run({ ask, root }) {
      for (const collection of list(await ask(`${root}collections/`), 'collections')) {
        const byId = expectStatus(await ask(`${root}collections/${String(collection['id'])}/`), 200);
        hold(JSON.stringify(byId.json) === JSON.stringify(collection), 'alone it is another than in the list');
        const { alias } = collection;
        if (typeof alias !== 'string') continue;
        const byAlias = expectStatus(await ask(`${root}collections/${alias}/`), 200);
        hold(byAlias.text === byId.text, 'by its alias it is another');
      }
    },
  },
  {
    name: 'without credentials, and with wrong ones, everything is 401 with a challenge',
    section: '1.6.9',
    async run({ ask, discovery, root, both }) {
      for (const path of [discovery, root, `${root}collections/`, `${both}objects/`, `${both}manifest/`])
        for (const authorization of [
          null,
          'Bearer wrong',
          'Basic d3Jvbmc6d3Jvbmc=',
          'Basic',
          'Digest x',
          'Basic !!!',
        ]) {
          const answer = expectStatus(await ask(path, { headers: { authorization } }), 401);
          hold(answer.headers['www-authenticate'] !== undefined, 'there is no WWW-Authenticate');
        }
    },
  },
  {
    name: 'what is not there is 404',
    section: '3.6',
    async run({ ask, root, both, discovery }) {
      const missing = [`${discovery}no-such-root/`, `${root}collections/${unknown}/`, `${root}collections/no-such-alias/objects/`, `${root}status/${unknown}/`,
        `${root}status/nonsense/`, `${both}objects/indicator--${unknown}/`, `${both}objects/nonsense/`, `${both}objects/%00/`, `${both}objects/indicator--${unknown}/versions/`, `${root}nothing/`]; // prettier-ignore
      for (const path of missing) expectStatus(await ask(path), 404);
    },
  },
  {
    name: 'a method that is not there is 405 and names those that are',
    section: '3.6',
    async run({ ask, root, both, discovery }) {
      for (const [method, path] of [
        ['PUT', `${both}objects/`],
        ['POST', discovery],
        ['DELETE', root],
        ['PATCH', `${both}manifest/`],
        ['POST', both],
      ] as const) {
        const answer = expectStatus(await ask(path, { method }), 405);
        hold((answer.headers.allow ?? '').includes('GET'), 'Allow is missing');
      }
    },
  },
  {
    name: 'a broken address is refused in TAXII’s words',
    section: '3.6.1',
    async run({ ask, root }) {
      expectStatus(await ask(`${root}collections/%zz/`), 400, 404);
    },
  },
  {
    name: 'who may only write cannot read, and the other way round',
    section: '5.3',
    skip: ({ readOnly, writeOnly }) =>
      readOnly === undefined || writeOnly === undefined ? 'there are no such collections' : undefined,
    async run({ ask, readOnly = '', writeOnly = '' }) {
      for (const path of [
        'objects/',
        'manifest/',
        `objects/indicator--${unknown}/`,
        `objects/indicator--${unknown}/versions/`,
      ])
        expectStatus(await ask(writeOnly + path), 403);
      expectStatus(
        await ask(`${readOnly}objects/`, {
          method: 'POST',
          body: '{}',
          headers: { 'content-type': 'application/taxii+json' },
        }),
        403,
      );
      expectStatus(await ask(`${readOnly}objects/indicator--${unknown}/`, { method: 'DELETE' }), 403);
      expectStatus(await ask(`${writeOnly}objects/indicator--${unknown}/`, { method: 'DELETE' }), 403);
    },
  },
  {
    name: 'to another tenant, what is not his looks like what is not there',
    section: '5.2',
    skip: ({ other }) => (other === undefined ? 'no other tenant is known' : undefined),
    async run({ other, both, root }) {
      const asks = other ?? (() => Promise.reject(new Error()));
      const own = String((await asks('/taxii2/')).json?.['default']);
      const name = both.split('/').at(-2) ?? '';
      const plain = (text: string): unknown => ({ ...(JSON.parse(text) as object), error_id: '' });
      for (const path of ['', 'objects/', 'manifest/']) {
        const foreign = expectStatus(await asks(`${own}collections/${name}/${path}`), 404);
        const missing = expectStatus(await asks(`${own}collections/${unknown}/${path}`), 404);
        hold(JSON.stringify(plain(foreign.text)) === JSON.stringify(plain(missing.text)), 'the two can be told apart');
        expectStatus(await asks(both + path), 404);
      }
      expectStatus(await asks(root), 404);
      const sent = { method: 'POST', body: '{"objects":[{}]}', headers: { 'content-type': 'application/taxii+json' } };
      expectStatus(await asks(`${own}collections/${name}/objects/`, sent), 404);
    },
  },
];
