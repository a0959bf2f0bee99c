import { afterAll, beforeAll, expect, it } from 'vitest';
import { runConformance } from '../../conformance/run.ts';
import { taxiiServer, type TaxiiOrg, type TaxiiServer } from '../taxii-server.ts';

let server: TaxiiServer;
let pl: TaxiiOrg;
let ee: TaxiiOrg;

beforeAll(async () => {
  server = await taxiiServer();
  const operator = await server.makeOrg('operator', 'operator');
  pl = await server.makeOrg('csirt-pl');
  ee = await server.makeOrg('csirt-ee');
  await server.makeCollection(operator, 'exercise');
  await server.grant(operator, 'exercise', pl, { read: true, write: true });
});
afterAll(() => server.close());

it('holds every line of our conformance client, by Bearer and by Basic', async () => {
  const basic = `Basic ${Buffer.from(`test:${pl.token}`).toString('base64')}`;
  for (const authorization of [`Bearer ${pl.token}`, basic]) {
    const lines: string[] = [];
    const verdict = await runConformance(
      { url: `${server.url}/taxii2/`, authorization, other: `Bearer ${ee.token}` },
      (line) => lines.push(line),
    );
    expect(verdict.failed, server.log.join('')).toEqual([]);
    expect(verdict.skipped).toEqual([]);
    expect(lines).toHaveLength(verdict.passed);
  }
  expect(server.log, 'nothing failed on our side').toEqual([]);
});
