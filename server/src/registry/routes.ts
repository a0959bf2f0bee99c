import type { Readable } from 'node:stream';
import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import type { Actor } from './actor.ts';
import { addConstituency, listConstituency, removeConstituency } from './constituencies/store.ts';
import { addContact, changeContact, contactOf, handlesOf, listContacts, removeContact } from './contacts/store.ts';
import { listFamilies, putFamily } from './families/store.ts';
import { changeNation, listNations, readNation } from './nations/store.ts';
import { changeOrg, createOrg, listOrgs, readOrg } from './orgs/store.ts';
import { exportRegistryTable, importRegistryTable } from './tables/store.ts';
import { listWarninglists, putWarninglist, readWarninglist, switchWarninglist } from './warninglists/store.ts';

export interface RegistryDeps {
  readonly db: Db;
  readonly clock: Clock;
}

/** Largest CSV that an import takes: a name for every AS number in use is some 4 MB. */
const mostCsvBytes = 32 * 1024 ** 2;

/** Serves nations, organisations, constituencies, contacts, families, warninglists, and the tables as CSV. */
export function registryRoutes(app: FastifyInstance, deps: RegistryDeps): void {
  mountNations(app, deps);
  mountOrgs(app, deps);
  mountContacts(app, deps);
  mountNames(app, deps);
  mountTables(app, deps);
}

function mountNations(app: FastifyInstance, { db, clock }: RegistryDeps): void {
  mount(app, routes.nations, ({ caller }) => db.asOrg(caller.org, listNations));
  mount(app, routes.nation, ({ caller, params }) => db.asOrg(caller.org, (tx) => readNation(tx, params.code)));
  mount(app, routes.changeNation, ({ caller, params, body }) =>
    db.asOrg(caller.org, (tx) => changeNation(tx, params.code, body, actorOf(caller), clock.now())),
  );
}

function mountOrgs(app: FastifyInstance, { db, clock }: RegistryDeps): void {
  mount(app, routes.orgs, ({ caller, query }) => db.asOrg(caller.org, (tx) => listOrgs(tx, query, clock.now())));
  mount(app, routes.org, ({ caller, params }) => db.asOrg(caller.org, (tx) => readOrg(tx, params.handle, clock.now())));
  mount(app, routes.createOrg, ({ caller, body }) =>
    db.asOrg(caller.org, (tx) => createOrg(tx, body, actorOf(caller), clock.now())),
  );
  mount(app, routes.changeOrg, ({ caller, params, body }) =>
    db.asOrg(caller.org, (tx) => changeOrg(tx, params.handle, body, actorOf(caller), clock.now())),
  );
  mount(app, routes.constituency, ({ caller, params }) =>
    db.asOrg(caller.org, (tx) => listConstituency(tx, params.handle, clock.now())),
  );
  mount(app, routes.addConstituency, ({ caller, params, body }) =>
    db.asOrg(caller.org, (tx) => addConstituency(tx, params.handle, body, actorOf(caller), clock.now())),
  );
  mount(app, routes.removeConstituency, async ({ caller, params }) => {
    await db.asOrg(caller.org, (tx) => removeConstituency(tx, params.handle, params.id, actorOf(caller), clock.now()));
    return undefined;
  });
}

function mountContacts(app: FastifyInstance, { db, clock }: RegistryDeps): void {
  mount(app, routes.contacts, async ({ caller, params }) => {
    const contacts = await db.asOrg(caller.org, (tx) => listContacts(tx, params.handle, clock.now()));
    // A nation sees its dedicated contact, and by row-level security nothing else of the operator: not even its handle.
    const unseen = contacts.flatMap(({ org, owner }) => (org === null ? [owner] : []));
    const handles =
      unseen.length === 0
        ? undefined
        : await db.asSystem('owner of a dedicated contact', (tx) => handlesOf(tx, unseen));
    return contacts.map((contact) => contactOf(contact, contact.org ?? handles?.get(contact.owner) ?? ''));
  });
  mount(app, routes.addContact, ({ caller, params, body }) =>
    db.asOrg(caller.org, (tx) => addContact(tx, params.handle, body, actorOf(caller), clock.now())),
  );
  mount(app, routes.changeContact, ({ caller, params, body }) =>
    db.asOrg(caller.org, (tx) => changeContact(tx, params.handle, params.id, body, actorOf(caller), clock.now())),
  );
  mount(app, routes.removeContact, async ({ caller, params }) => {
    await db.asOrg(caller.org, (tx) => removeContact(tx, params.handle, params.id, actorOf(caller), clock.now()));
    return undefined;
  });
}

function mountNames(app: FastifyInstance, { db, clock }: RegistryDeps): void {
  mount(app, routes.families, ({ caller }) =>
    db.asOrg(caller.org, (tx) => listFamilies(tx, caller.orgKind === 'operator' ? 'all' : 'known')),
  );
  mount(app, routes.putFamily, ({ caller, params, body }) =>
    db.asOrg(caller.org, (tx) => putFamily(tx, params.name, body, actorOf(caller), clock.now())),
  );
  mount(app, routes.warninglists, ({ caller }) => db.asOrg(caller.org, listWarninglists));
  mount(app, routes.warninglist, ({ caller, params }) =>
    db.asOrg(caller.org, (tx) => readWarninglist(tx, params.name)),
  );
  mount(app, routes.changeWarninglist, ({ caller, params, body }) =>
    db.asOrg(caller.org, (tx) => switchWarninglist(tx, params.name, body.enabled, actorOf(caller), clock.now())),
  );
  mount(app, routes.putWarninglist, ({ caller, params, body }) =>
    db.asOrg(caller.org, (tx) => putWarninglist(tx, params.name, body, actorOf(caller), clock.now())),
  );
}

function mountTables(app: FastifyInstance, { db, clock }: RegistryDeps): void {
  mount(app, routes.exportTable, async ({ caller, params, reply }) => {
    const text = await db.asOrg(caller.org, (tx) =>
      exportRegistryTable(tx, params.table, actorOf(caller), clock.now()),
    );
    reply.header('content-disposition', `attachment; filename="${params.table}.csv"`);
    return reply.type('text/csv; charset=utf-8; header=present').send(text);
  });
  mount(app, routes.importTable, async ({ caller, params, query, body }) => {
    const request = { text: await readText(body), import: query.import, dryRun: query.dryRun === true };
    return db.asOrg(caller.org, (tx) => importRegistryTable(tx, params.table, request, actorOf(caller), clock.now()));
  });
}

function actorOf(caller: Caller): Actor {
  return { org: caller.org, name: caller.name };
}

/** A whole body as text. Throws `payload_too_large`, and `validation_failed` where it is no UTF-8. */
async function readText(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostCsvBytes)
      throw new AppError('payload_too_large', { detail: `A CSV of the registry has at most ${mostCsvBytes} bytes.` });
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new AppError('validation_failed', { detail: 'The file is not UTF-8: save it as CSV UTF-8.' }, { cause });
  }
}
