import { CsvMapping, routes, type Import } from '@tocsin/api';
import { isObject, parseJson } from '@tocsin/stix';
import type { FastifyInstance } from 'fastify';
import { Check } from 'typebox/value';
import { recordAudit } from '#audit/store.ts';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import { readText } from '../objects/read-text.ts';
import type { IntelligenceDeps } from '../objects/routes.ts';
import { foreseeObjects, storeObjects } from '../objects/writing/store.ts';
import { readWarned } from '../warninglists/store.ts';
import { foresee } from './foresee.ts';
import { readImport } from './read-import.ts';
import {
  insertImport,
  leaveOut,
  listImports,
  listItems,
  markCorrected,
  moveImport,
  nextNew,
  readImportRow,
  readProvenance,
  settleItems,
  undoStored,
  type NewImport,
} from './store.ts';

const storedAtOnce = 1000;

/** Mounts handing in, looking at, confirming and undoing of imports. */
export function importRoutes(app: FastifyInstance, { db, clock }: IntelligenceDeps): void {
  const audit = (tx: Tx, caller: Caller, action: string, id: number, detail: object = {}) =>
    recordAudit(tx, {
      at: clock.now(),
      org: caller.org,
      actor: caller.name,
      action: `import.${action}`,
      subject: `import:${id}`,
      detail,
    });
  const show = (caller: Caller, id: number): Promise<Import> =>
    db.asOrg(caller.org, async (tx) => (await readImportRow(tx, id)) ?? notFound());

  /** Looks at a text as an import, and keeps that; `within` commits with it. */
  async function look(
    caller: Caller,
    made: Omit<NewImport, 'org' | 'by'>,
    text: string,
    mapping?: CsvMapping,
    within?: (tx: Tx, id: number) => Promise<void>,
  ): Promise<Import> {
    const now = clock.now();
    const read = readImport(text, made.format, { org: caller.org, now, mapping });
    if ('problem' in read) throw new AppError('bad_request', { detail: read.problem });
    const objects = read.items.flatMap(({ object }) => object ?? []);
    const known = made.format === 'csv' || made.format === 'text';
    const outcomes = await foreseeObjects(db, caller.org, objects, known);
    const items = foresee(read.items, outcomes, await readWarned(db));
    const id = await db.asOrg(caller.org, async (tx) => {
      const kept = await insertImport(
        tx,
        { ...made, org: caller.org, by: caller.name, mapping: read.mapping },
        items,
        now,
      );
      await audit(tx, caller, 'create', kept, { format: made.format, objects: items.length });
      await within?.(tx, kept);
      return kept;
    });
    return show(caller, id);
  }

  mount(app, routes.imports, ({ caller, query: { before, limit = 50 } }) =>
    db.asOrg(caller.org, async (tx) => {
      const imports = await listImports(tx, before, limit);
      return { imports, next: imports.length === limit ? (imports.at(-1)?.id ?? null) : null };
    }),
  );

  mount(app, routes.createImport, async ({ caller, query, body, request }) => {
    const { format, name = format, source, reliability, credibility } = query;
    const text = await readText(body, request.headers['content-encoding']);
    return look(caller, { name, format, source, reliability, credibility }, text, mappingOf(query.mapping));
  });

  mount(app, routes.importOne, ({ caller, params }) => show(caller, params.id));

  mount(app, routes.importItems, ({ caller, params, query: { outcome, after = 0, limit = 200 } }) =>
    db.asOrg(caller.org, async (tx) => {
      if ((await readImportRow(tx, params.id)) === undefined) notFound();
      const items = await listItems(tx, params.id, outcome, after, limit);
      return { items, next: items.length === limit ? (items.at(-1)?.position ?? null) : null };
    }),
  );

  mount(app, routes.confirmImport, async ({ caller, params: { id }, body }) => {
    await db.asOrg(caller.org, async (tx) => {
      if (!(await moveImport(tx, { id, org: caller.org }, ['preview', 'storing'], 'storing', caller.name, clock.now())))
        await refuse(tx, id);
      await leaveOut(tx, id, body.leaveOut ?? []);
      await audit(tx, caller, 'confirm', id, { leftOut: body.leaveOut?.length ?? 0 });
    });
    // Each part commits with its outcomes: what is cut off goes on when it is asked again.
    for (;;) {
      const part = await db.asOrg(caller.org, (tx) => nextNew(tx, id, storedAtOnce));
      if (part.length === 0) break;
      const objects = part.map(({ body: text }) => {
        const parsed = parseJson(text);
        // It was judged before it was kept.
        return { body: text, value: parsed.ok && isObject(parsed.value) ? parsed.value : {} };
      });
      const within = (tx: Tx, outcomes: readonly { outcome: string; row?: number }[]): Promise<void> =>
        settleItems(
          tx, id, caller.org,
          part.map(({ position }, index) => ({ position, outcome: outcomes[index]?.outcome ?? 'conflict', row: outcomes[index]?.row ?? null })),
        ); // prettier-ignore
      await storeObjects(
        db,
        { objects, terms: { owner: caller.org }, draft: true, by: caller.name, within },
        clock.now(),
      );
    }
    await db.asOrg(caller.org, (tx) =>
      moveImport(tx, { id, org: caller.org }, ['storing'], 'done', caller.name, clock.now()),
    );
    return show(caller, id);
  });

  mount(app, routes.discardImport, async ({ caller, params: { id } }) => {
    await db.asOrg(caller.org, async (tx) => {
      if (!(await moveImport(tx, { id, org: caller.org }, ['preview'], 'discarded', caller.name, clock.now())))
        await refuse(tx, id);
      await audit(tx, caller, 'discard', id);
    });
    return show(caller, id);
  });

  mount(app, routes.undoImport, async ({ caller, params: { id } }) => {
    // The versions are the programme's to change: one transaction, so that no draft outlives its import.
    const undone = await db.asSystem('undo of an import', async (tx) => {
      if (!(await moveImport(tx, { id, org: caller.org }, ['done'], 'undone', caller.name, clock.now()))) return false;
      await undoStored(tx, id, caller.org);
      await audit(tx, caller, 'undo', id);
      return true;
    });
    if (!undone) await db.asOrg(caller.org, (tx) => refuse(tx, id));
    return show(caller, id);
  });

  mount(app, routes.correctImportItem, async ({ caller, params: { id, position }, body }) => {
    const before = await show(caller, id);
    const [item] = await db.asOrg(caller.org, (tx) => listItems(tx, id, undefined, position - 1, 1));
    if (item?.position !== position) throw new AppError('not_found', { detail: 'The import has no such object.' });
    if (!['invalid', 'conflict', 'revoked'].includes(item.outcome))
      throw new AppError('conflict', { detail: 'Only what was refused can be corrected, and once.' });
    const { name, format, source, reliability, credibility, mapping } = before;
    const made = {
      name: `${name}, ${position} corrected`.slice(0, 200), format, source: source ?? undefined,
      reliability: reliability ?? undefined, credibility: credibility ?? undefined,
    }; // prettier-ignore
    return look(caller, made, body.text, mapping?.mapping, (tx, made) => markCorrected(tx, id, position, made));
  });

  mount(app, routes.objectProvenance, ({ caller, params }) =>
    db.asOrg(caller.org, (tx) => readProvenance(tx, params.id)),
  );

  async function refuse(tx: Tx, id: number): Promise<never> {
    const found = await readImportRow(tx, id);
    if (found === undefined) notFound();
    throw new AppError('conflict', {
      detail: `The import is ${found.state}: that cannot be done to it any more, or not yet.`,
    });
  }
}

function notFound(): never {
  throw new AppError('not_found', { detail: 'There is no such import.' });
}

/** The mapping that was sent as JSON in the query. */
function mappingOf(text: string | undefined): CsvMapping | undefined {
  if (text === undefined) return undefined;
  const parsed = parseJson(text);
  const value: unknown = parsed.ok ? parsed.value : undefined;
  if (!Check(CsvMapping, value))
    throw new AppError('bad_request', { detail: 'The mapping is no JSON object of `header` and `columns`.' });
  return value;
}
