import { mappedIpv4, parseIpv4, parseIpv6Into } from '#registry/ip-data/index.ts';
import { checkRecord } from './check.ts';
import { createCopyWriter } from './copy-writer.ts';
import { createRecentKeys } from './recent-keys.ts';
import type { Enriched, Enricher, MethodNames } from './enrich.ts';
import { eventColumns, flags } from './event-columns.ts';
import type { SourceFacts } from './facts.ts';
import type { FamilyFound } from './family-names.ts';
import type { Filter, FilterReason } from './filter.ts';
import type { Given, Position } from './given.ts';
import { writeEventId, writeHostId4, writeHostId6, ID_BYTES } from './identity.ts';
import type { KnownIds } from './names.ts';
import type { EnrichmentMethods, FilteredCounts, HeldRecord, NewRoute, Portion, Unknown } from './portion.ts';
import { dayText, oldestDay } from './upkeep/retention.ts';
import type { Concern, Router } from './router.ts';

/** The bytes of the record under way, for quarantine and samples. */
export interface RawRecord {
  bytes(): Uint8Array;
  truncated(): boolean;
  header(): Uint8Array | undefined;
}

/** What decides about the records of one source, as the registry stands. */
export interface RecordRules {
  readonly router: Router;
  readonly filter: Filter;
  readonly enrich: Enricher;
  readonly methodsOf: MethodNames;
  readonly familyOf: (given: string) => FamilyFound;
  readonly retentionDays: number;
}

/** Turns records into a portion: validate, filter, enrich, route, encode; each record has one outcome. */
export interface PortionBuilder {
  record(given: Given, at: Position, now: number): void;
  refuse(reason: string, detail: string, at: Position): void;
  /** Offers a buffer of rows that were stored, to be written into again. */
  reuse(spare: ArrayBuffer): void;
  /** From the next record on, decide by these rules. */
  use(rules: RecordRules): void;
  readonly records: number;
  readonly bytes: number;
  take(id: number): Portion;
}

const dayMs = 86_400_000;
const samplesPerPortion = 3;
const sampleBytes = 512;
/** Feeds repeat what they said a moment ago; what lies further back the database knows. */
const recentRecords = 32_768;

/** Items met for the first time, and where in the rows their ids are missing. */
function createMissing<T>(keyOf: (item: T) => string) {
  let items: T[] = [];
  let index = new Map<string, number>();
  let patches: number[] = [];
  return {
    at(offset: number, item: T): number {
      const key = keyOf(item);
      let place = index.get(key);
      if (place === undefined) {
        place = items.length;
        items.push(item);
        index.set(key, place);
      }
      patches.push(offset, place);
      return place;
    },
    take(): Unknown<T> {
      const taken = { items, patches: Uint32Array.from(patches) };
      items = [];
      index = new Map();
      patches = [];
      return taken;
    },
  };
}

export function createPortionBuilder(parts: {
  source: SourceFacts;
  rules: RecordRules;
  known: KnownIds;
  raw: RawRecord;
}): PortionBuilder {
  const { source, known, raw } = parts;
  let rules = parts.rules;
  const write = createCopyWriter();

  const missingFamilies = createMissing<string>((name) => name);
  const missingRoutes = createMissing<NewRoute>(({ key }) => key);
  const missingEnrichments = createMissing<EnrichmentMethods>(({ key }) => key);
  let missingHosts: number[] = [];
  let count = 0;
  let repeated = 0;
  let records = 0;
  let latest = 0;
  let days = new Set<number>();
  let filtered: FilteredCounts = {};
  let held: HeldRecord[] = [];
  let heldBytes = 0;

  const concern: Concern = { address4: -1, address6: null, asn: 0, country: '', domain: '', sector: '', shared: false };
  const enriched: Enriched = { prefixLength: -1, asnMethod: '', countryMethod: '' };
  const scratch = new Uint8Array(ID_BYTES);
  const other = new Uint8Array(ID_BYTES);
  const id = new Uint8Array(ID_BYTES);
  const eventId = new Uint8Array(ID_BYTES);
  const recent = createRecentKeys(recentRecords);
  const portionOffsets: number[] = [];

  function refuse(reason: string, detail: string, { record, line }: Position): void {
    records++;
    // A copy: slice() of a Buffer is a view, and the window that it looks into goes on.
    const bytes = new Uint8Array(raw.bytes());
    const header = raw.header();
    held.push({
      record,
      line,
      reason,
      detail,
      raw: bytes,
      truncated: raw.truncated(),
      header: header === undefined ? null : new Uint8Array(header),
    });
    heldBytes += bytes.length + 200;
  }

  function drop(reason: FilterReason, { record, line }: Position): void {
    records++;
    const entry = (filtered[reason] ??= { count: 0, samples: [] });
    entry.count++;
    if (entry.samples.length < samplesPerPortion) {
      entry.samples.push({
        record,
        line,
        raw: Buffer.from(raw.bytes().subarray(0, sampleBytes)).toString('utf8').replaceAll('\u0000', '\uFFFD'),
      });
    }
  }

  const text = (value: string): void => {
    if (value === '') write.nothing();
    else write.text(value.includes('\u0000') ? value.replaceAll('\u0000', '\uFFFD') : value);
  };
  const port = (value: number): void => {
    if (value > 0 && value <= 65_535) write.int4(value);
    else write.nothing();
  };

  /**
   * Writes the destination. Returns the JSON text of the given fields: with a destination that is no address, and a name
   * that is stored in another form.
   */
  function destination(given: Given): string {
    const address = given.dstAddress;
    const four = address === '' ? -1 : parseIpv4(address);
    if (four >= 0) write.inet4(four);
    else if (address !== '' && parseIpv6Into(address, other)) {
      const mapped = mappedIpv4(other);
      if (mapped >= 0) write.inet4(mapped);
      else write.inet6(other);
    } else write.nothing();
    const lost: Record<string, string | number> = {};
    if (address !== '' && four < 0 && !parseIpv6Into(address, other)) lost['destination.address'] = address;
    if (given.dstPort > 65_535 || given.dstPort < -1) lost['destination.port'] = given.dstPort;
    if (given.domain !== '' && concern.domain !== '' && given.domain !== concern.domain)
      lost['event.domain'] = given.domain;
    if (Object.keys(lost).length === 0) return given.extra;
    return JSON.stringify({ ...(given.extra === '' ? {} : (JSON.parse(given.extra) as object)), ...lost });
  }

  function encode(given: Given): void {
    const family = given.family === '' ? null : rules.familyOf(given.family);
    const familyId = family === null ? 0 : (family.id ?? known.families.get(family.name) ?? -1);
    const className = given.class === '' ? 'undetermined' : given.class;
    const hasAddress = concern.address4 >= 0 || concern.address6 !== null;
    const found = rules.router.route(concern);
    const shared = hasAddress && concern.shared;
    // UDP sources can be forged, so that a datagram to a sinkhole proves no infection.
    const observation = !hasAddress || (given.protocol === 'udp' && className === 'infected-system');
    const bits =
      (shared ? flags.shared : 0) |
      (shared && given.port <= 0 ? flags.portMissing : 0) |
      (observation ? flags.observation : 0);
    const route = known.routes.get(found.key);
    const methods = rules.methodsOf(enriched, family?.method ?? '');
    const enrichment = known.enrichments.get(methods.key);
    const day = Math.floor(given.time / dayMs);
    days.add(day);
    if (given.time > latest) latest = given.time;

    write.row(eventColumns.length);
    write.date(day);
    write.uuid(eventId, 0);
    write.timestamp(given.time);
    portionOffsets.push(write.size + 4);
    write.int8(0);
    write.int4(source.id);
    if (route === undefined) missingRoutes.at(write.size + 4, found);
    write.int4(route?.audience ?? 0);
    write.int4(route?.id ?? 0);
    if (enrichment === undefined) missingEnrichments.at(write.size + 4, methods);
    write.int4(enrichment ?? 0);
    let missingFamily = -1;
    if (family === null) write.nothing();
    else {
      if (familyId < 0) missingFamily = missingFamilies.at(write.size + 4, family.name);
      write.int4(Math.max(0, familyId));
    }
    write.int4(bits);
    port(given.port);
    port(given.dstPort);
    if (concern.asn > 0) write.int8(concern.asn);
    else write.nothing();
    if (observation) write.nothing();
    else {
      const at = shared ? { port: given.port, time: given.time } : undefined;
      if (concern.address6 === null) writeHostId4(id, concern.address4, Math.max(0, familyId), at);
      else writeHostId6(id, concern.address6, Math.max(0, familyId), at);
      if (missingFamily >= 0) missingHosts.push(write.size + 4, missingFamily);
      write.uuid(id, 0);
    }
    write.text(className);
    text(concern.country);
    text(given.protocol);
    text(given.severity);
    text(concern.sector);
    const bitsOfPrefix = enriched.prefixLength;
    if (concern.address4 >= 0) {
      write.inet4(concern.address4);
      if (bitsOfPrefix < 0) write.nothing();
      else write.cidr4(concern.address4, bitsOfPrefix);
    } else if (concern.address6 !== null) {
      write.inet6(concern.address6);
      if (bitsOfPrefix < 0) write.nothing();
      else write.cidr6(concern.address6, bitsOfPrefix);
    } else {
      write.nothing();
      write.nothing();
    }
    const extra = destination(given);
    text(concern.domain !== '' ? concern.domain : given.domain !== '' ? given.domain : given.hostname);
    text(given.url);
    if (extra === '') write.nothing();
    else write.text(extra);
    count++;
  }

  return {
    record(given, at, now) {
      const refusal = checkRecord(given, now, concern, scratch);
      if (refusal !== null) return refuse(refusal.reason, refusal.detail, at);
      if (Math.floor(given.time / dayMs) < oldestDay(now, rules.retentionDays)) return drop('too_old', at);
      const reason = rules.filter(concern);
      if (reason !== null) return drop(reason, at);
      records++;
      // A repetition within the body stands or falls with its first: the batch ends well only if both are safe.
      writeEventId(eventId, given.time, source.handle, given.identity);
      if (recent.met(eventId)) {
        repeated++;
        return;
      }
      rules.enrich(given, concern, enriched);
      encode(given);
    },
    refuse,
    use(next) {
      rules = next;
    },
    reuse: (spare) => write.reuse(spare),
    get records() {
      return records;
    },
    get bytes() {
      return write.size + heldBytes;
    },
    take(portionId) {
      const rows = write.take();
      const view = new DataView(rows.buffer);
      for (const offset of portionOffsets) view.setBigInt64(offset, BigInt(portionId));
      const portion: Portion = {
        id: portionId,
        rows,
        count,
        repeated,
        days: [...days].sort((a, b) => a - b).map(dayText),
        latest,
        families: missingFamilies.take(),
        hosts: Uint32Array.from(missingHosts),
        routes: missingRoutes.take(),
        enrichments: missingEnrichments.take(),
        filtered,
        held,
        heldBytes,
      };
      missingHosts = [];
      portionOffsets.length = 0;
      count = 0;
      repeated = 0;
      records = 0;
      latest = 0;
      days = new Set();
      filtered = {};
      held = [];
      heldBytes = 0;
      return portion;
    },
  };
}
