import { routes, type Client } from '@tocsin/api';
import { invitedNations, storyNations } from '../story/nations.ts';
import { castOf, type Cast, type Row } from '../story/organisations.ts';
import { storySources } from '../story/sources.ts';
import { researchScanner } from '../story/strays.ts';
import type { Report } from './progress.ts';

/** Name of the drill's imports: their rows are its own, and what people enter by hand stays. */
const importName = 'drill';

/** Brings everybody on stage. What is there already stays as it is, so that this may be done again at any time. */
export async function setUp(client: Client, report: Report, signal: AbortSignal): Promise<void> {
  report({ stage: 'registry', state: 'begun' });
  const nations = await client.call(routes.nations, { signal });
  const declared = new Set((await client.call(routes.sources, { signal })).map(({ handle }) => handle));
  const missing = storySources.filter(({ handle }) => !declared.has(handle));
  // Sources come last: where they are, all the rest was made, and whatever differs from it now was decided by people.
  if (missing.length > 0) {
    await enrol(
      client,
      nations.filter(({ enrolment }) => enrolment === 'invited').map(({ code }) => code),
      signal,
    );
    await importCast(client, castOf(nations), signal);
    await client.call(routes.putWarninglist, {
      params: { name: researchScanner.list },
      body: { kind: 'researcher', list: [researchScanner.network] },
      signal,
    });
    for (const source of missing) await client.call(routes.createSource, { body: source, signal });
  }
  report({ stage: 'registry', state: missing.length > 0 ? 'done' : 'found' });
}

async function enrol(client: Client, invited: readonly string[], signal: AbortSignal): Promise<void> {
  const wanted = new Set(storyNations.map(({ code }) => code).filter((code) => !invitedNations.has(code)));
  const change = (code: string): Promise<unknown> =>
    client.call(routes.changeNation, { params: { code }, body: { enrolment: 'enrolled' }, signal });
  await Promise.all(invited.filter((code) => wanted.has(code)).map(change));
}

async function importCast(client: Client, cast: Cast, signal: AbortSignal): Promise<void> {
  for (const table of ['orgs', 'families', 'constituencies', 'contacts'] as const) {
    const { refused } = await client.call(routes.importTable, {
      params: { table },
      query: { import: importName },
      headers: { 'content-type': 'text/csv' },
      raw: csvOf(cast[table]),
      signal,
    });
    const [first] = refused;
    if (first !== undefined)
      throw new Error(`The registry refused the drill's ${table}, line ${first.line}: ${first.reason} (${first.text})`);
  }
}

/** Rows as CSV, with every column that any of them has. */
export function csvOf(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
    .map((cells) => `${cells.map(cell).join(',')}\n`)
    .join('');
}
