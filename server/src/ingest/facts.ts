import type { Tlp } from '@tocsin/api';
import type { PipelineRegistry } from '#registry/index.ts';

/** What the pipeline knows of a source. Plain data: it crosses to worker threads. */
export interface SourceFacts {
  readonly id: number;
  readonly handle: string;
  readonly org: number;
  readonly feed: string;
  readonly tlp: Tlp;
  readonly distribution: 'concerned' | 'named';
  readonly recipients: readonly number[];
  /** The sensor's own prefixes: its own traffic is no finding. */
  readonly ownAddresses: readonly string[];
}

/** Everything that decides about a record beside the record itself. Posted to every worker when it changes. */
export interface PipelineFacts {
  readonly registry: PipelineRegistry;
  /** IP snapshot: its row in ip_snapshot and its image, shared between threads; null while there is none. */
  readonly ipData: { readonly id: number; readonly image: SharedArrayBuffer } | null;
  /** In a drill reserved ranges, such as those for documentation, count as public. */
  readonly drill: boolean;
  readonly retentionDays: number;
}

/** Limits of one record. */
export interface RecordLimits {
  readonly maxRecordBytes: number;
  readonly maxColumns: number;
}
