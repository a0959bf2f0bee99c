import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProgram } from './program.ts';
import { nouns } from './nouns.ts';

/** A server that answers what a test tells it to, and keeps what it was asked. */
let server: Server;
let answer: { status?: number; type?: string; body: unknown } = { body: [] };
let asked: {
  method: string | undefined;
  url: string | undefined;
  token: string | undefined;
  type: string | undefined;
  body: string;
};

const folder = mkdtempSync(join(tmpdir(), 'tocsin-cli-'));
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method, url, headers } = request;
      asked = { method, url, token: headers.authorization, type: headers['content-type'], body };
      response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'application/json' });
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});

/** Runs the command line against the server and gives what it prints. */
async function tocsin(...args: string[]): Promise<string> {
  let printed = '';
  const env = { TOCSIN_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, TOCSIN_TOKEN: 'secret' };
  const program = await createProgram(args, env, (text) => (printed += text));
  await program.parseAsync(args, { from: 'user' });
  return printed;
}
const bodyAsked = (): unknown => JSON.parse(asked.body);

const org = {
  id: 7,
  handle: 'cert-pl',
  name: 'CSIRT PL',
  kind: 'government',
  nation: 'PL',
  team: null,
  enrolment: 'enrolled',
  constituencies: 3,
  contacts: 1,
};

test('lists for people, and as JSON for machines', async () => {
  answer = { body: [org] };
  expect(await tocsin('org', 'list', '--nation', 'pl')).toBe(
    'HANDLE   NAME      KIND        NATION  ENROLMENT  ENTRIES  CONTACTS\ncert-pl  CSIRT PL  government  PL      enrolled         3         1\n',
  );
  expect(asked).toMatchObject({ method: 'GET', url: '/api/orgs?nation=PL', token: 'Bearer secret' });
  expect(JSON.parse(await tocsin('--json', 'org', 'list'))).toEqual([org]);
  expect(JSON.parse(await tocsin('org', 'list', '--json'))).toEqual([org]);
});

describe('sends what was given, and nothing else', () => {
  test.each<[string, string[], string, string, unknown]>([
    [
      'org add',
      ['org', 'add', 'cert-pl', '--name', 'X', '--kind', 'government', '--nation', 'pl', '--team', 'other'],
      'POST',
      '/api/orgs',
      { handle: 'cert-pl', name: 'X', kind: 'government', nation: 'PL', team: 'other' },
    ],
    [
      'org change',
      ['org', 'change', 'cert-pl', '--enrolment', 'suspended', '--team', 'none'],
      'PATCH',
      '/api/orgs/cert-pl',
      { enrolment: 'suspended', team: null },
    ],
    [
      'nation change',
      ['nation', 'change', 'pl', '--domains', 'pl', '--time-zone', 'Europe/Warsaw'],
      'PATCH',
      '/api/nations/PL',
      { domains: ['pl'], timeZone: 'Europe/Warsaw' },
    ],
    [
      'constituency add',
      ['org', 'constituency', 'add', 'cert-pl', 'asn', '64500', '--note', 'x', '--exclude', '--expires', '2026-03-01'],
      'POST',
      '/api/orgs/cert-pl/constituency',
      { kind: 'asn', value: '64500', note: 'x', effect: 'exclude', expiresAt: '2026-03-01T23:59:59.000Z' },
    ],
    [
      'contact add',
      [
        'contact',
        'add',
        'operator',
        '--name',
        'N',
        '--role',
        'liaison',
        '--dedicated-to',
        'pl',
        '--languages',
        'pl,en',
      ],
      'POST',
      '/api/orgs/operator/contacts',
      { name: 'N', role: 'liaison', dedicatedTo: 'PL', languages: ['pl', 'en'] },
    ],
    [
      'contact change',
      ['contact', 'change', 'cert-pl', '4', '--deputy', 'none', '--expires', 'none'],
      'PATCH',
      '/api/orgs/cert-pl/contacts/4',
      { deputy: null, expiresAt: null },
    ],
    [
      'family put',
      ['family', 'put', 'New Name', 'a', 'b', '--note', 'x'],
      'PUT',
      '/api/families/New%20Name',
      { aliases: ['a', 'b'], note: 'x' },
    ],
  ])('%s', async (_, args, method, url, body) => {
    answer = { body: { ...org, teams: [], aliases: [] } };
    await tocsin(...args);
    expect([asked.method, asked.url, bodyAsked()]).toEqual([method, url, body]);
  });
});

test('removes', async () => {
  answer = { status: 204, body: '' };
  expect(await tocsin('org', 'constituency', 'remove', 'cert-pl', '12')).toBe('Removed entry 12 of cert-pl.\n');
  expect([asked.method, asked.url]).toEqual(['DELETE', '/api/orgs/cert-pl/constituency/12']);
});

test('imports a CSV and tells each refused line', async () => {
  const refused = [{ line: 3, reason: '"x" is no AS number', text: 'cert-pl,asn,x' }];
  answer = {
    body: { table: 'constituencies', import: 'ripe', dryRun: true, rows: 2, added: 1, kept: 0, removed: 4, refused },
  };
  const csv = 'org,kind,value\ncert-pl,asn,64500\ncert-pl,asn,x\n';
  const printed = await tocsin(
    'registry',
    'import',
    'constituencies',
    file('entries.csv', csv),
    '--import',
    'ripe',
    '--dry-run',
  );
  expect(asked).toMatchObject({
    method: 'POST',
    url: '/api/registry/constituencies.csv?import=ripe&dryRun=true',
    type: 'text/csv',
    body: csv,
  });
  expect(printed).toContain('(dry run: nothing was changed)\n2 rows: 1 added, 0 kept, 1 refused; 4 removed\n');
  expect(printed).toContain('   3  "x" is no AS number  cert-pl,asn,x');
});

test('exports a table to a file', async () => {
  answer = { type: 'text/csv', body: 'handle\r\n' };
  const to = join(folder, 'orgs.csv');
  expect(await tocsin('registry', 'export', 'orgs', to)).toBe(`Wrote orgs to ${to}.\n`);
  expect(readFileSync(to, 'utf8')).toBe('handle\r\n');
});

test('puts a warninglist from lines or from JSON', async () => {
  answer = {
    body: {
      warninglist: { name: 'scanners', kind: 'scanner', enabled: true, addresses: 1, domains: 0 },
      refused: ['x: no'],
    },
  };
  const lines = file('list.txt', '# ours\n192.0.2.1 # first\n\nx\n');
  expect(await tocsin('warninglist', 'put', 'scanners', lines, '--kind', 'scanner')).toBe(
    'scanners (scanner): 1 addresses, 0 names\n1 refused:\n  x: no\n',
  );
  expect(bodyAsked()).toEqual({ list: ['192.0.2.1', 'x'], kind: 'scanner' });
  await tocsin(
    'warninglist',
    'put',
    'scanners',
    file('list.json', '{"type":"cidr","list":["192.0.2.0/24"]}'),
    '--disabled',
  );
  expect(bodyAsked()).toEqual({ type: 'cidr', list: ['192.0.2.0/24'], enabled: false });
});

test('adds an alias to those that are there', async () => {
  answer = { body: [{ id: 1, name: 'mirai', aliases: ['satori'] }] };
  await tocsin('family', 'alias', 'add', 'Satori', 'okiru').catch(() => undefined);
  expect([asked.url, bodyAsked()]).toEqual(['/api/families/mirai', { aliases: ['satori', 'okiru'] }]);
});

test('a refusal of the server is thrown with its problem', async () => {
  answer = {
    status: 404,
    type: 'application/problem+json',
    body: { title: 'Not found', status: 404, code: 'not_found' },
  };
  await expect(tocsin('org', 'show', 'nobody')).rejects.toMatchObject({ problem: { code: 'not_found' } });
});

test('a server that does not answer is named', async () => {
  const url = 'http://127.0.0.1:1';
  await expect(tocsin('--server', url, 'org', 'list')).rejects.toMatchObject({
    problem: { code: 'unreachable', detail: `${url} does not answer. Is it running, and is that its address?` },
  });
});

test('help names every noun, and loads none', async () => {
  let help = '';
  const program = await createProgram(['--help'], {}, (text) => (help += text));
  await expect(program.parseAsync(['--help'], { from: 'user' })).rejects.toMatchObject({
    code: 'commander.helpDisplayed',
  });
  for (const noun of Object.keys(nouns)) expect(help).toContain(noun);
});

test.each(Object.keys(nouns))('the module of %s registers that noun, once', async (noun) => {
  const program = await createProgram([noun], {}, () => undefined);
  expect(program.commands.map((command) => command.name()).sort()).toEqual(Object.keys(nouns).sort());
});
