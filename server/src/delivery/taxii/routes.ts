import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { EntryQuery } from '#intelligence/index.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import { showing, type Shown } from '#kernel/http/answer-record.ts';
import type { Authenticate, Caller } from '#kernel/http/caller.ts';
import { builtInCollections, collectionResource, findCollection, type Collection } from './collections.ts';
import { collectionsOf, createKeyKeeper } from './collections/store.ts';
import { collectionRoutes } from './collections/routes.ts';
import { openPlace, sealPlace, type Question } from './cursor.ts';
import { removeObject } from './deletions/store.ts';
import { envelopeText } from './envelope.ts';
import { idForm, readFilter, type Asked, type Filter, type Request } from './filter.ts';
import { acceptsTaxii, isTaxiiContent, taxiiType } from './media-type.ts';
import type { PageKind } from './page-item.ts';
import { readPage, type Page } from './pages/store.ts';
import { addObjects } from './posts/store.ts';
import { readStatus } from './statuses/store.ts';
import { readWithdrawals } from './withdrawals/store.ts';
import { discoveryResource, maxContentLength, paths, rootResource } from './tree.ts';

export interface TaxiiDeps {
  readonly db: Db;
  readonly clock: Clock;
  /** Who asks: Basic, Bearer or a certificate; never a session. */
  readonly authenticateMachine: Authenticate;
}

/** What is known of a request once it is admitted. */
interface Admitted {
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
}

type Handler = (admitted: Admitted, reply: FastifyReply, request: FastifyRequest) => Promise<FastifyReply>;

/** Addresses that show bodies of objects: who reads them is recorded before they leave. */
const shared: readonly string[] = [paths.objects, paths.object];

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Mounts TAXII 2.1 below /taxii2/, and what the operator does with collections. Refusals: see refusal-form.ts. */
export function taxiiRoutes(app: FastifyInstance, deps: TaxiiDeps): void {
  collectionRoutes(app, deps);
  app.register((scope, _, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    mountTree(scope, deps);
    done();
  });
}

function mountTree(app: FastifyInstance, { db, clock, authenticateMachine }: TaxiiDeps): void {
  const keyOf = createKeyKeeper(db);

  async function admitted(request: FastifyRequest): Promise<Admitted> {
    const caller = request.caller;
    if (caller === null || caller.kind === 'public') throw new AppError('unauthenticated');
    const params = request.params as Record<string, string>;
    // An org has one root; that there are others is not said.
    if (params['root'] !== undefined && params['root'] !== caller.orgHandle) throw new AppError('not_found');
    return { caller, params, query: request.query as Record<string, unknown> };
  }

  const route = (
    method: HTTPMethods,
    url: string,
    handler: Handler,
    before?: (admitted: Admitted) => Promise<void>,
  ): void => {
    for (const address of [url, url.slice(0, -1)])
      app.route({
        method,
        url: address,
        bodyLimit: maxContentLength,
        config: { upload: method === 'POST', reads: method === 'GET' && shared.includes(url) },
        onRequest: async (request) => {
          const caller = await authenticateMachine(request);
          if (caller === undefined) throw new AppError('unauthenticated');
          request.caller = caller;
          if (!acceptsTaxii(request.headers.accept)) throw new AppError('not_acceptable');
          // Before the body is read: who may not write has nothing read.
          await before?.(await admitted(request));
          if (method === 'POST' && !isTaxiiContent(request.headers['content-type']))
            throw new AppError('unsupported_media_type', { detail: `Send ${taxiiType}.` });
        },
        handler: async (request, reply) => handler(await admitted(request), reply, request),
      });
  };

  async function allCollections(caller: Caller): Promise<Collection[]> {
    const key = await keyOf();
    return db.asOrg(caller.org, (tx) => collectionsOf(tx, caller, key));
  }

  /**
   * The collection that the address names. Unknown and not granted are one: the answer, and the way to it, are the same. Those
   * that everybody has need no look.
   */
  async function collectionOf({ caller, params }: Admitted, right?: 'read' | 'write' | 'delete'): Promise<Collection> {
    const name = params['collection'] ?? '';
    const own = findCollection(builtInCollections(caller.org, caller.scopes, await keyOf()), name);
    const collection = own ?? findCollection(await allCollections(caller), name);
    if (collection === undefined) throw new AppError('not_found');
    if (right !== undefined && right !== 'write' && !collection.canRead)
      throw new AppError('forbidden', { detail: 'This collection cannot be read.' });
    if (right !== undefined && right !== 'read' && !collection.canWrite)
      throw new AppError('forbidden', { detail: 'This collection cannot be written.' });
    return collection;
  }

  /** A page of a collection, or of one object in it. */
  async function page(admitted: Admitted, request: Request, kind: PageKind): Promise<Page & { next?: string }> {
    const { caller, query } = admitted;
    const collection = await collectionOf(admitted, 'read');
    const asked = readFilter(query, request);
    const object = objectOf(admitted);
    const question: Question = {
      org: caller.org,
      user: caller.name,
      collection: collection.id,
      asked: { request, object, ...asked.filter },
    };
    const key = await keyOf();
    const place = asked.next === undefined ? undefined : openPlace(asked.next, question, key);
    const found = await read(caller, collection, entryQuery(asked, object, place?.after), kind);
    if (place !== undefined && place.epoch !== found.epoch)
      throw new AppError('gone_cursor', {
        detail: 'The programme was restored since: begin without next, or with added_after.',
      });
    if (object !== undefined && found.count === 0) await refuseUnknown(caller, collection, object);
    const { epoch, last } = found;
    return {
      ...found,
      ...(found.more && last !== undefined && { next: sealPlace({ epoch, after: last }, question, key) }),
    };
  }

  function read(caller: Caller, { contents }: Collection, query: EntryQuery, kind: PageKind): Promise<Page> {
    if (contents.kind === 'tombstones') return readWithdrawals({ db }, caller, query, kind);
    if (contents.kind === 'inbox') throw new AppError('forbidden');
    return readPage({ db, clock }, caller, { ...query, collection: contents.number }, kind);
  }

  /** An object that the filters alone hide is there, and its page is empty; one that is not there is not found. */
  async function refuseUnknown(caller: Caller, collection: Collection, object: string): Promise<void> {
    const any = { limit: 1, filters: { ids: [object], versions: { all: true } } };
    if ((await read(caller, collection, any, 'versions')).count === 0) throw new AppError('not_found');
  }

  const lists =
    (request: Request, kind: PageKind): Handler =>
    async (admitted, reply) =>
      sendPage(reply, await page(admitted, request, kind), kind);
  const shows =
    (request: Request): Handler =>
    async (admitted, reply, asking) => {
      const found = await page(admitted, request, 'objects');
      showing(asking, shownBy(found, admitted.query));
      return sendPage(reply, found, 'objects');
    };

  route('GET', paths.discovery, async ({ caller }, reply) =>
    send(reply, JSON.stringify(discoveryResource(caller.orgHandle))),
  );
  route('GET', paths.root, async ({ caller }, reply) => send(reply, JSON.stringify(rootResource(caller.orgHandle))));
  route('GET', paths.status, async ({ caller, params }, reply) => {
    const id = params['status'] ?? '';
    const outcome = uuid.test(id) ? await db.asOrg(caller.org, (tx) => readStatus(tx, caller.org, id)) : undefined;
    if (outcome === undefined) throw new AppError('not_found');
    return send(reply, statusText(id.toLowerCase(), outcome));
  });
  route('GET', paths.collections, async ({ caller }, reply) => {
    const collections = (await allCollections(caller)).map(collectionResource);
    return send(reply, JSON.stringify({ collections }));
  });
  route('GET', paths.collection, async (admitted, reply) =>
    send(reply, JSON.stringify(collectionResource(await collectionOf(admitted)))),
  );
  route('GET', paths.manifest, lists('manifest', 'manifest'));
  route('GET', paths.objects, shows('objects'));
  route('GET', paths.object, shows('object'));
  route('GET', paths.versions, lists('versions', 'versions'));
  route(
    'POST',
    paths.objects,
    async (admitted, reply, { body }) => {
      const collection = await collectionOf(admitted, 'write');
      const bytes = body instanceof Uint8Array ? body : new Uint8Array();
      const { id, outcome } = await addObjects({ db, clock }, admitted.caller, collection.contents, bytes);
      return send(reply.status(202), statusText(id, outcome));
    },
    async (admitted) => void (await collectionOf(admitted, 'write')),
  );
  route('DELETE', paths.object, async (admitted, reply) => {
    const collection = await collectionOf(admitted, 'delete');
    const { filter } = readFilter(admitted.query, 'delete');
    await removeObject({ db, clock }, admitted.caller, collection.contents, objectOf(admitted) ?? '', filter);
    return send(reply, '{}');
  });
}

/** The id of the object that the address names, if it names one; what cannot be an id names nothing. */
function objectOf({ params: { object } }: Admitted): string | undefined {
  if (object !== undefined && !idForm.test(object)) throw new AppError('not_found');
  return object;
}

function entryQuery({ filter, limit }: Asked, object: string | undefined, place: string | undefined): EntryQuery {
  const after = place ?? filter.addedAfter;
  return { limit, ...(after !== undefined && { after }), filters: entryFilters(filter, object) };
}

/** A filter in the words of the store. */
function entryFilters(
  { ids, types, specVersions, versions }: Filter,
  object?: string,
): NonNullable<EntryQuery['filters']> {
  return {
    ...(object === undefined ? ids && { ids } : { ids: [object] }),
    ...(types && { types }),
    ...(specVersions && { specVersions }),
    versions: versions === 'all' ? { all: true } : versions,
  };
}

/** What a page shows, for the trail, and the receipt of what it hands over. */
function shownBy({ count, epoch, shown }: Page, query: Admitted['query']): Shown {
  if (shown === undefined) return { objects: count };
  const { first, last, digest, owners } = shown;
  const part = Object.keys(query).some((name) => name.startsWith('match['));
  const ids = { items: count, digest };
  return { objects: count, owners, handed: { channel: 'taxii', subject: 'objects', epoch, first, last, ids, part } };
}

function statusText(id: string, outcome: string): string {
  return `{"id":${JSON.stringify(id)},${outcome.slice(1)}`;
}

function sendPage(reply: FastifyReply, page: Page & { next?: string }, kind: PageKind): FastifyReply {
  if (page.first !== undefined && page.last !== undefined)
    reply.headers({ 'x-taxii-date-added-first': page.first, 'x-taxii-date-added-last': page.last });
  return send(reply, envelopeText(page, kind === 'versions' ? 'versions' : 'objects'));
}

/** Sends JSON text. As bytes: fastify would add a charset to a text's type. */
function send(reply: FastifyReply, text: string): FastifyReply {
  return reply.type(taxiiType).send(Buffer.from(text));
}
