import type { PipelineFacts, RecordLimits, SourceFacts } from './facts.ts';
import { createDecoder } from './decode/create-decoder.ts';
import { feeds, isFeedName } from './feeds/index.ts';
import type { Decoder } from './given.ts';
import { createKnownIds, learn } from './names.ts';
import type { Learned, Portion } from './portion.ts';
import { createPortionBuilder, type PortionBuilder, type RecordRules } from './portion-builder.ts';
import { compileRules } from './rules.ts';

/** What a worker is asked. `session` names one body under way; its messages come in order, to the same worker. */
export type WorkerRequest =
  | { readonly kind: 'facts'; readonly facts: PipelineFacts }
  | { readonly kind: 'learned'; readonly learned: Learned }
  | {
      readonly kind: 'open';
      readonly session: number;
      readonly source: SourceFacts;
      readonly feed: string;
      readonly report: string | undefined;
      readonly fileName: string | undefined;
      readonly limits: RecordLimits;
    }
  | {
      readonly kind: 'chunk';
      readonly session: number;
      readonly bytes: Uint8Array<ArrayBuffer> | null;
      /** The body has ended with these bytes. */
      readonly last: boolean;
      /** Hand out what there is, however little. */
      readonly flush: boolean;
      /** The id of the portion, should there be one. */
      readonly portion: number;
      /** A buffer of rows that were stored, to be written into again. */
      readonly spare: ArrayBuffer | null;
      readonly now: number;
    }
  | { readonly kind: 'abort'; readonly session: number };

export interface WorkerAnswer {
  /** Records decoded so far in this session. */
  readonly records: number;
  /** Bytes that wait in this session. */
  readonly waiting: number;
  readonly portion: Portion | null;
  /** The body was refused as a whole: its rest need not be sent. */
  readonly halted: boolean;
  readonly columns: readonly string[] | null;
}

interface Session {
  readonly source: SourceFacts;
  readonly decoder: Decoder;
  readonly builder: PortionBuilder;
  records: number;
  now: number;
}

/**
 * A portion is handed out at so many records or bytes; well beyond it the gain of a larger one is small. Several are held at
 * once (built, waiting, being stored, spare), in buffers of up to twice their size: they are a part of the server's peak memory.
 */
export const PORTION_RECORDS = 16_384;
const PORTION_BYTES = 4 * 1024 * 1024;
const idle: WorkerAnswer = { records: 0, waiting: 0, portion: null, halted: false, columns: null };

/** The worker's side of the pipeline: bodies in, portions out. Plain and synchronous; a thread only wraps it. */
export function createSessions(): (request: WorkerRequest) => WorkerAnswer {
  const sessions = new Map<number, Session>();
  const known = createKnownIds();
  let rulesOf: (source: SourceFacts) => RecordRules = () => {
    throw new Error('a session needs facts first');
  };

  function open(request: Extract<WorkerRequest, { kind: 'open' }>): WorkerAnswer {
    if (!isFeedName(request.feed)) throw new Error(`unknown feed ${request.feed}`);
    const session: { current?: Session } = {};
    const builder: PortionBuilder = createPortionBuilder({
      source: request.source,
      rules: rulesOf(request.source),
      known,
      raw: { bytes: () => decoder.raw(), truncated: () => decoder.rawTruncated(), header: () => decoder.header() },
    });
    const decoder: Decoder = createDecoder(
      feeds[request.feed],
      { report: request.report, fileName: request.fileName, ...request.limits },
      {
        record: (given, at) => builder.record(given, at, session.current?.now ?? 0),
        refuse: (reason, detail, at) => builder.refuse(reason, detail, at),
      },
    );
    session.current = { source: request.source, decoder, builder, records: 0, now: 0 };
    sessions.set(request.session, session.current);
    return idle;
  }

  function chunk(request: Extract<WorkerRequest, { kind: 'chunk' }>): WorkerAnswer {
    const session = sessions.get(request.session);
    if (session === undefined) throw new Error(`no session ${request.session}`);
    const { decoder, builder } = session;
    session.now = request.now;
    if (request.spare !== null) builder.reuse(request.spare);
    const before = builder.records;
    if (request.bytes !== null && !decoder.halted()) decoder.push(request.bytes);
    if (request.last) decoder.end();
    session.records += builder.records - before;
    const due = request.last || request.flush || builder.records >= PORTION_RECORDS || builder.bytes >= PORTION_BYTES;
    const portion = due && builder.records > 0 ? builder.take(request.portion) : null;
    if (request.last) sessions.delete(request.session);
    return {
      records: session.records,
      waiting: builder.bytes,
      portion,
      halted: decoder.halted(),
      columns: request.last ? (decoder.columns() ?? null) : null,
    };
  }

  return (request) => {
    switch (request.kind) {
      case 'facts':
        rulesOf = compileRules(request.facts);
        for (const { builder, source } of sessions.values()) builder.use(rulesOf(source));
        return idle;
      case 'learned':
        learn(known, request.learned);
        return idle;
      case 'open':
        return open(request);
      case 'chunk':
        return chunk(request);
      case 'abort':
        sessions.delete(request.session);
        return idle;
    }
  };
}
