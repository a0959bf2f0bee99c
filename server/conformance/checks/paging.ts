import { expectStatus, hold, list, type Check, type Subject } from '../check.ts';
import { taxiiType } from '../client.ts';
import { freshObject, freshVersions } from '../objects.ts';

const idOf = (object: string): string => (JSON.parse(object) as { id: string }).id;

async function add({ ask, both }: Subject, objects: readonly string[]): Promise<void> {
  const body = `{"objects":[${objects.join(',')}]}`;
  expectStatus(await ask(`${both}objects/`, { method: 'POST', body, headers: { 'content-type': taxiiType } }), 202);
}

/** Everything below an address, page by page; `place` is how one goes on. */
async function walk(
  { ask }: Subject,
  address: string,
  member: 'objects' | 'versions',
  place: 'next' | 'added_after',
): Promise<string[]> {
  const seen: string[] = [];
  let query = '';
  for (let pages = 0; pages < 10_000; pages++) {
    const answer = expectStatus(await ask(address + query), 200);
    seen.push(...list(answer, member).map((item) => (typeof item === 'string' ? item : String(item['id']))));
    if (answer.json?.['more'] !== true) return seen;
    const next = answer.json['next'];
    hold(typeof next === 'string', 'there is more, and no next');
    query =
      place === 'next'
        ? `&next=${encodeURIComponent(next)}`
        : `&added_after=${String(answer.headers['x-taxii-date-added-last'])}`;
  }
  throw new Error('it does not end');
}

/** Paging, deletion. */
export const pagingChecks: readonly Check[] = [
  {
    name: 'pages by next and by added_after: everything, once, in order',
    section: '3.5',
    async run(subject) {
      const objects = Array.from({ length: 23 }, () => freshObject('observable'));
      await add(subject, objects);
      const ids = objects.map(idOf);
      for (const path of ['objects', 'manifest'])
        for (const place of ['next', 'added_after'] as const)
          for (const limit of [1, 5, 23]) {
            const address = `${subject.both}${path}/?match[id]=${ids.join(',')}&limit=${limit}`;
            hold(
              JSON.stringify(await walk(subject, address, 'objects', place)) === JSON.stringify(ids),
              `${path}, ${place}, ${limit}`,
            );
          }
    },
  },
  {
    name: 'versions come in pages too',
    section: '5.8',
    async run(subject) {
      const { id, versions } = freshVersions();
      for (const version of versions) await add(subject, [version]);
      const all = await walk(subject, `${subject.both}objects/${id}/versions/?limit=1`, 'versions', 'next');
      hold(all.length === 3 && new Set(all).size === 3, `there are ${all.length}`);
    },
  },
  {
    name: 'next can be asked for again, and holds for no other question',
    section: '3.5',
    async run(subject) {
      await add(subject, [freshObject('observable'), freshObject('observable')]);
      const address = `${subject.both}objects/?match[type]=ipv4-addr&limit=1`;
      const next = encodeURIComponent(String((await subject.ask(address)).json?.['next']));
      const first = expectStatus(await subject.ask(`${address}&next=${next}`), 200);
      hold((await subject.ask(`${address}&next=${next}`)).text === first.text, 'the second time it is another page');
      expectStatus(await subject.ask(`${subject.both}objects/?match[type]=tool&limit=1&next=${next}`), 400);
      expectStatus(await subject.ask(`${subject.both}manifest/?match[type]=ipv4-addr&limit=1&next=${next}`), 400);
      const half = next.slice(0, next.length / 2);
      expectStatus(await subject.ask(`${address}&next=${half}`), 400);
    },
  },
  {
    name: 'an object, or a version of it, is deleted; added again it is new',
    section: '5.7',
    async run(subject) {
      const { ask, both } = subject;
      const { id, versions } = freshVersions();
      for (const version of versions) await add(subject, [version]);
      const dateOf = async (): Promise<unknown> =>
        list(await ask(`${both}manifest/?match[id]=${id}&match[version]=2024-03-01T00:00:00.123456Z`), 'objects')[0]?.[
          'date_added'
        ];
      const before = await dateOf();
      expectStatus(
        await ask(`${both}objects/${id}/?match[version]=2024-03-01T00:00:00.123456Z`, { method: 'DELETE' }),
        200,
      );
      const left = list(await ask(`${both}objects/${id}/`), 'objects');
      hold(
        left.length === 1 && left[0]?.['modified'] === '2024-02-01T00:00:00.000Z',
        'the last of those left is another',
      );
      await add(subject, [versions[1] ?? '']);
      const after = await dateOf();
      hold(
        typeof before === 'string' && typeof after === 'string' && after > before,
        `${String(before)} then ${String(after)}`,
      );
      expectStatus(await ask(`${both}objects/${id}/`, { method: 'DELETE' }), 200);
      expectStatus(await ask(`${both}objects/${id}/`), 404);
      expectStatus(await ask(`${both}objects/${id}/versions/`), 404);
      hold(list(await ask(`${both}manifest/?match[id]=${id}`), 'objects').length === 0, 'the manifest still has it');
      expectStatus(await ask(`${both}objects/${id}/`, { method: 'DELETE' }), 404);
    },
  },
  {
    name: 'with 16 writers, a reader that follows by next or added_after misses nothing',
    section: '3.5',
    async run(subject) {
      const { ask, both } = subject;
      const start = (await lastDate(subject)) ?? '2000-01-01T00:00:00Z';
      const sent: string[] = [];
      let writing = true;
      const writers = Array.from({ length: 16 }, async () => {
        for (let batch = 0; batch < 6; batch++) {
          const objects = Array.from({ length: 7 }, () => freshObject('observable'));
          await add(subject, objects);
          sent.push(...objects.map(idOf));
        }
      });
      const follow = async (): Promise<Set<string>> => {
        const seen = new Set<string>();
        let after = start;
        for (;;) {
          const done = !writing;
          const answer = expectStatus(await ask(`${both}manifest/?limit=20&added_after=${after}`), 200);
          for (const { id } of list(answer, 'objects')) seen.add(String(id));
          after = (answer.headers['x-taxii-date-added-last'] as string | undefined) ?? after;
          if (done && answer.json?.['more'] !== true) return seen;
        }
      };
      const readers = [follow(), follow(), follow()];
      await Promise.all(writers);
      writing = false;
      for (const seen of await Promise.all(readers)) {
        const missed = sent.filter((id) => !seen.has(id));
        hold(missed.length === 0, `${missed.length} of ${sent.length} were missed`);
      }
    },
  },
];

async function lastDate({ ask, both }: Subject): Promise<string | undefined> {
  await add({ ask, both } as Subject, [freshObject('observable')]);
  let after: string | undefined;
  for (;;) {
    const answer = await ask(`${both}manifest/?limit=10000${after === undefined ? '' : `&added_after=${after}`}`);
    after = (answer.headers['x-taxii-date-added-last'] as string | undefined) ?? after;
    if (answer.json?.['more'] !== true) return after;
  }
}
