import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { mostExported, routes, type ExportFormat, type ExportInput } from '@tocsin/api';
import { printJson } from '@tocsin/stix';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { recordPart, showing, type Shown } from '#kernel/http/answer-record.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import { mispText } from './misp-text.ts';
import { objectsCsv, objectsCsvHeader } from './csv-rows.ts';
import { markedText, markingsOf, type Marked } from './marked.ts';
import { pdfOf } from './pdf/document.ts';
import { countSelection, readAround, readDefinitions, readMarked, type ExportDeps, type Selection } from './store.ts';

const pageSize = 1000;

const forms: Readonly<Record<ExportFormat, { readonly type: string; readonly extension: string }>> = {
  stix: { type: 'application/stix+json;version=2.1', extension: 'stix.json' },
  misp: { type: 'application/json; charset=utf-8', extension: 'misp.json' },
  ndjson: { type: 'application/x-ndjson', extension: 'ndjson' },
  csv: { type: 'text/csv; charset=utf-8', extension: 'csv' },
  pdf: { type: 'application/pdf', extension: 'pdf' },
};

/** What an export shows, for the trail: as a file that left. */
export const shownObjects = (objects: readonly Marked[]): Shown => {
  const owners = new Map<number, number>();
  for (const { entry } of objects) owners.set(entry.owner, (owners.get(entry.owner) ?? 0) + 1);
  return { objects: objects.length, ids: objects.map(({ entry }) => entry.id), owners };
};

/** Mounts the export of objects. */
export function exportRoutes(app: FastifyInstance, deps: ExportDeps): void {
  mount(app, routes.exportObjects, async ({ body, caller, request, reply }) => {
    const { format } = body;
    const selection = await selectionOf(deps, caller, body);
    const total = await countSelection(deps, caller, selection, mostExported[format]);
    if (total > mostExported[format])
      throw new AppError('payload_too_large', {
        detail: `More than ${mostExported[format]} objects fit, the most that an export as ${format} takes. Select fewer.`,
      });
    const { type, extension } = forms[format];
    const day = deps.clock.now().toISOString().slice(0, 10);
    const pages = readPages(deps, caller, selection, request);
    showing(request, { objects: 0 });
    reply
      .type(type)
      .header('tocsin-total', String(total))
      .header('content-disposition', `attachment; filename="tocsin-${day}.${extension}"`);
    if (format === 'stix') return reply.send(Readable.from(bundleParts(deps, caller, pages)));
    if (format === 'ndjson') return reply.send(Readable.from(ndjsonParts(pages)));
    if (format === 'csv') return reply.send(Readable.from(csvParts(deps, caller, pages)));
    const objects: Marked[] = [];
    for await (const page of pages) objects.push(...page);
    if (format === 'misp') return reply.send(mispText(objects, await publisherOf(deps, caller)));
    const definitions = await readDefinitions(deps, caller, objects.flatMap(markingsOf));
    const recipient = await nameOfOrg(deps, caller);
    return reply.send(await pdfOf({ objects, definitions, recipient, at: deps.clock.now() }));
  });
}

async function selectionOf(deps: ExportDeps, caller: Caller, { ids, types, around }: ExportInput): Promise<Selection> {
  const near = around === undefined ? undefined : await readAround(deps, caller, around);
  if (around !== undefined && near === undefined)
    throw new AppError('not_found', { detail: `There is no object ${around}.` });
  const wanted = near === undefined ? ids : near.filter((id) => ids?.includes(id) ?? true);
  return { filters: { ...(wanted && { ids: wanted }), ...(types && { types }) } };
}

/** The pages of a selection. Each asks anew what the caller may have, and is recorded before it is handed on. */
async function* readPages(
  deps: ExportDeps,
  caller: Caller,
  { filters }: Selection,
  request: FastifyRequest,
): AsyncGenerator<readonly Marked[]> {
  let after: string | undefined;
  for (;;) {
    const page = await readMarked(deps, caller, { filters, ...(after !== undefined && { after }) }, pageSize);
    await recordPart(request, shownObjects(page.objects), true);
    yield page.objects;
    if (!page.more || page.last === undefined) return;
    after = page.last;
  }
}

type Pages = AsyncIterable<readonly Marked[]>;

/** A STIX 2.1 bundle: the objects, and the definitions of the markings that they name. */
async function* bundleParts(deps: ExportDeps, caller: Caller, pages: Pages): AsyncGenerator<string> {
  const markings = new Set<string>();
  const written = new Set<string>();
  let before = ',"objects":[';
  yield `{"type":"bundle","id":"bundle--${randomUUID()}"`;
  for await (const page of pages) {
    let text = '';
    for (const object of page) {
      for (const id of markingsOf(object)) markings.add(id);
      written.add(object.entry.id);
      text += before + markedText(object);
      before = ',\n';
    }
    yield text;
  }
  for (const [id, definition] of await readDefinitions(deps, caller, markings)) {
    if (written.has(id)) continue;
    yield before + printJson(definition);
    before = ',\n';
  }
  // A bundle without objects has no list of them (STIX 2.1 section 8).
  yield before === ',"objects":[' ? '}\n' : ']}\n';
}

async function* ndjsonParts(pages: Pages): AsyncGenerator<string> {
  for await (const page of pages)
    yield page.map((object) => `${markedText(object).replaceAll(/[\r\n]+\s*/g, '')}\n`).join('');
}

async function* csvParts(deps: ExportDeps, caller: Caller, pages: Pages): AsyncGenerator<string> {
  yield objectsCsvHeader;
  for await (const page of pages) {
    const definitions = await readDefinitions(deps, caller, page.flatMap(markingsOf));
    yield objectsCsv(page, definitions);
  }
}

/** What an export names as its publisher: the programme. */
export function publisherOf({ db }: ExportDeps, caller: Caller): Promise<string> {
  return db.asOrg(caller.org, async (tx) => (await tx.one<{ name: string }>('select name from programme')).name);
}

function nameOfOrg({ db }: ExportDeps, caller: Caller): Promise<string> {
  return db.asOrg(
    caller.org,
    async (tx) => (await tx.one<{ name: string }>('select name from org where id = $1', [caller.org])).name,
  );
}
