import { parseArgs } from 'node:util';
import { runConformance } from './run.ts';

const usage = `npm run conformance -- URL --token TOKEN | --user USER --password PASSWORD [--collection ID] [--other-token TOKEN]

  URL            of the discovery resource: http://localhost:8080/taxii2/
  --collection   one that can be read and written; the first such unless given. Objects that are added stay in it.
  --other-token  of another tenant, without rights in that collection`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    token: { type: 'string' },
    user: { type: 'string' },
    password: { type: 'string' },
    collection: { type: 'string' },
    'other-token': { type: 'string' },
  },
});
const [url] = positionals;
const { token, user, password, collection, 'other-token': other } = values;
const authorization =
  token !== undefined
    ? `Bearer ${token}`
    : user !== undefined && password !== undefined
      ? `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
      : undefined;
if (url === undefined || authorization === undefined) {
  console.error(usage);
  process.exit(2);
}
const verdict = await runConformance(
  {
    url,
    authorization,
    ...(collection !== undefined && { collection }),
    ...(other !== undefined && { other: `Bearer ${other}` }),
  },
  console.log,
);
console.log(JSON.stringify(verdict));
process.exit(verdict.failed.length === 0 ? 0 : 1);
