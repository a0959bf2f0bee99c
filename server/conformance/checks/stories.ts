import { expectStatus, hold, list, type Check, type Subject } from '../check.ts';
import { taxiiType, type Answer } from '../client.ts';
import { freshObject, freshVersions } from '../objects.ts';

const idOf = (object: string): string => (JSON.parse(object) as { id: string }).id;
const stamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

const post = ({ ask, both }: Subject, objects: readonly string[]): Promise<Answer> =>
  ask(`${both}objects/`, {
    method: 'POST',
    body: `{"objects":[${objects.join(',')}]}`,
    headers: { 'content-type': taxiiType },
  });

/** A status whose counts add up. */
function settled(answer: Answer, success: number, failure: number): Answer {
  const { json } = answer;
  hold(json?.['status'] === 'complete', 'the status is not complete');
  hold(json['total_count'] === success + failure && json['success_count'] === success && json['failure_count'] === failure,
    `the counts are not ${success} and ${failure}: ${answer.text.slice(0, 400)}`); // prettier-ignore
  hold(json['pending_count'] === 0, 'something is pending');
  const details = [...list(answer, 'successes'), ...list(answer, 'failures')];
  hold(details.length === success + failure, 'not every object has its detail');
  for (const { id, version } of details)
    hold(typeof id === 'string' && typeof version === 'string', 'a detail lacks id or version');
  return answer;
}

const versionsIn = (answer: Answer): unknown[] =>
  list(answer, 'objects').map(({ modified, version }) => modified ?? version);

/** What happens to objects over several requests. */
export const storyChecks: readonly Check[] = [
  {
    name: 'a status adds up, is kept, and is the same when it is asked for',
    section: '4.3',
    async run(subject) {
      const answer = settled(
        expectStatus(await post(subject, [freshObject('observable'), freshObject('invalid')]), 202),
        1,
        1,
      );
      const again = expectStatus(await subject.ask(`${subject.root}status/${String(answer.json?.['id'])}/`), 200);
      hold(again.text === answer.text, 'it is another');
    },
  },
  {
    name: 'what was sent comes back exactly, and a bad object spoils nothing',
    section: '5.3',
    async run(subject) {
      const objects = (['custom', 'extension', 'marking', 'observable'] as const).map(freshObject);
      settled(expectStatus(await post(subject, [...objects, freshObject('invalid'), '{}', '7']), 202), 4, 3);
      for (const object of objects) {
        const answer = expectStatus(await subject.ask(`${subject.both}objects/${idOf(object)}/`), 200);
        hold(list(answer, 'objects').length === 1, 'it does not come once');
        hold(JSON.stringify(list(answer, 'objects')[0]) === JSON.stringify(JSON.parse(object)), 'it came back changed');
      }
      const custom = await subject.ask(`${subject.both}objects/${idOf(objects[0] ?? '')}/`);
      hold(custom.text.includes('12345678901234567890'), 'a long number lost digits');
      expectStatus(await subject.ask(`${subject.both}objects/`), 200);
    },
  },
  {
    name: 'an exact copy is no error and one copy; other content under the same version fails, and the first stays',
    section: '5.4',
    async run(subject) {
      const { id, versions: [object = ''] } = freshVersions(); // prettier-ignore
      settled(await post(subject, [object]), 1, 0);
      settled(await post(subject, [object]), 1, 0);
      settled(await post(subject, [object, object]), 2, 0);
      settled(await post(subject, [object.replace('"first"', '"forged"')]), 0, 1);
      const answer = await subject.ask(`${subject.both}objects/${id}/?match[version]=all`);
      hold(
        list(answer, 'objects').length === 1 && list(answer, 'objects')[0]?.['name'] === 'first',
        'the first is not what is there',
      );
    },
  },
  {
    name: 'versions: the last by default even when they came out of order, first, all, by instant',
    section: '3.4.1',
    async run(subject) {
      const { id, versions } = freshVersions();
      for (const version of versions) settled(await post(subject, [version]), 1, 0);
      const [first, last, middle] = versions.map((version) => (JSON.parse(version) as { modified: string }).modified);
      const expected: [string, unknown[]][] = [
        ['', [last]],
        ['?match[version]=last', [last]],
        ['?match[version]=first', [first]],
        ['?match[version]=all', [first, last, middle]],
        ['?match[version]=first,last', [first, last]],
        [`?match[version]=${middle ?? ''}`, [middle]],
        ['?match[version]=2024-02-01T00:00:00Z', [middle]],
        ['?match[version]=2001-01-01T00:00:00Z', []],
      ];
      for (const [query, versionsThen] of expected) {
        const object = expectStatus(await subject.ask(`${subject.both}objects/${id}/${query}`), 200);
        hold(
          JSON.stringify(versionsIn(object)) === JSON.stringify(versionsThen),
          `${query}: ${JSON.stringify(versionsIn(object))}`,
        );
        const manifest = await subject.ask(
          `${subject.both}manifest/${query === '' ? '?' : `${query}&`}match[id]=${id}`,
        );
        hold(
          JSON.stringify(versionsIn(manifest)) === JSON.stringify(versionsThen),
          `manifest ${query}: ${manifest.text}`,
        );
      }
      const listed = expectStatus(await subject.ask(`${subject.both}objects/${id}/versions/`), 200);
      hold(
        JSON.stringify(listed.json?.['versions']) === JSON.stringify([first, last, middle]),
        `versions: ${listed.text}`,
      );
    },
  },
  {
    name: 'an object without versions has one version everywhere',
    section: '3.4.1',
    async run(subject) {
      for (const object of [freshObject('observable'), freshObject('marking')]) {
        const said = list(settled(await post(subject, [object]), 1, 0), 'successes')[0]?.['version'];
        const manifest = list(await subject.ask(`${subject.both}manifest/?match[id]=${idOf(object)}`), 'objects')[0]?.[
          'version'
        ];
        const versions = (await subject.ask(`${subject.both}objects/${idOf(object)}/versions/`)).json?.['versions'];
        hold(
          said === manifest && JSON.stringify(versions) === JSON.stringify([said]),
          `${String(said)}, ${String(manifest)}`,
        );
        const found = await subject.ask(`${subject.both}objects/${idOf(object)}/?match[version]=${String(said)}`);
        hold(list(found, 'objects').length === 1, 'it is not found by its version');
      }
    },
  },
  {
    name: 'filters hold together across fields, and any value within one',
    section: '3.4',
    async run(subject) {
      const [observable, marking] = [freshObject('observable'), freshObject('marking')];
      settled(await post(subject, [observable, marking]), 2, 0);
      const ids = `match[id]=${idOf(observable)},${idOf(marking)}`;
      const count = async (query: string): Promise<number> =>
        list(expectStatus(await subject.ask(`${subject.both}objects/?${query}`), 200), 'objects').length;
      hold((await count(ids)) === 2, 'two ids do not give two');
      hold((await count(`${ids}&match[type]=ipv4-addr`)) === 1, 'id and type do not hold together');
      hold((await count(`${ids}&match[type]=ipv4-addr,marking-definition`)) === 2, 'two types do not give two');
      hold((await count(`${ids}&match[spec_version]=2.0`)) === 0, 'something is of 2.0');
      hold((await count(`${ids}&match[spec_version]=2.1`)) === 2, 'not all is of 2.1');
    },
  },
  {
    name: 'dates: ascending, six digits, the same in headers and manifest; added_after is strictly greater',
    section: '5.3',
    async run(subject) {
      const objects = Array.from({ length: 5 }, () => freshObject('observable'));
      settled(await post(subject, objects), 5, 0);
      const ids = `match[id]=${objects.map(idOf).join(',')}`;
      const manifest = expectStatus(await subject.ask(`${subject.both}manifest/?${ids}`), 200);
      const dates = list(manifest, 'objects').map(({ date_added: date }) => String(date));
      hold(dates.length === 5 && dates.every((date) => stamp.test(date)), `dates: ${dates.join()}`);
      hold(
        dates.every((date, index) => index === 0 || date > (dates[index - 1] ?? '')),
        'they do not ascend',
      );
      for (const path of ['objects', 'manifest']) {
        const answer = await subject.ask(`${subject.both}${path}/?${ids}`);
        hold(answer.headers['x-taxii-date-added-first'] === dates[0], `${path}: first is another`);
        hold(answer.headers['x-taxii-date-added-last'] === dates[4], `${path}: last is another`);
        const after = await subject.ask(`${subject.both}${path}/?${ids}&added_after=${dates[1] ?? ''}`);
        hold(list(after, 'objects').length === 3, `${path}: added_after gives ${list(after, 'objects').length}`);
        const none = expectStatus(
          await subject.ask(`${subject.both}${path}/?${ids}&added_after=${dates[4] ?? ''}`),
          200,
        );
        hold(
          none.headers['x-taxii-date-added-first'] === undefined && none.json?.['objects'] === undefined,
          'an empty page says more',
        );
      }
    },
  },
];
