import type { AppliedMigration } from '../migrations.ts';
import { OperatorError } from '../operator-error.ts';

/** What a backup says of itself before its data. */
export interface Manifest {
  readonly format: 1 | typeof FORMAT;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** Undefined in the backup of a database that no server has set up yet. */
  readonly programme?: { readonly kind: string; readonly name: string };
  /** Version of PostgreSQL: '18.4'. */
  readonly postgres: string;
  /** The schema: what had been applied, with checksums. */
  readonly migrations: readonly AppliedMigration[];
  /** In the order of the data. */
  readonly tables: readonly TableData[];
  /** What lies beside the database, behind the tables; format 1 has none. */
  readonly files?: readonly FileData[];
}

/** A file of the data directory that the rows of some table name. */
export interface FileData {
  /** Relative, with slashes: `ip-data/2026-03.ipdata`. */
  readonly path: string;
  readonly bytes: number;
}

/** One table, or one partition, whose rows the backup holds. */
export interface TableData {
  readonly schema: string;
  readonly name: string;
  /** Without generated columns. */
  readonly columns: readonly string[];
  readonly format: 'binary' | 'text';
  /** A partition: of which table, and its bounds as CREATE TABLE wants them. */
  readonly partition?: { readonly schema: string; readonly parent: string; readonly bounds: string };
}

/** What is known only once the data are written. */
export interface Trailer {
  /** Parallel to the manifest's tables. */
  readonly tables: readonly { readonly rows: number; readonly bytes: number; readonly sha256: string }[];
  /** Parallel to the manifest's files. */
  readonly files?: readonly { readonly bytes: number; readonly sha256: string }[];
  readonly sequences: readonly SequenceState[];
  /** Of the manifest's line, so that it cannot be exchanged. */
  readonly manifestSha256: string;
}

export interface SequenceState {
  readonly schema: string;
  readonly name: string;
  /** As text: a sequence may pass 2^53. */
  readonly value: string;
  readonly called: boolean;
}

/** Format 2 holds files too. */
export const FORMAT = 2;

/** Reads a manifest's line; throws an OperatorError when it is of a format that this version does not know. */
export function parseManifest(line: string): Manifest {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(line) as Manifest;
  } catch (cause) {
    throw new OperatorError('The backup is damaged: its manifest cannot be read.', { cause });
  }
  const format: number = manifest.format;
  if (format !== 1 && format !== FORMAT) {
    throw new OperatorError(
      `The backup has format ${format}; this Tocsin reads formats up to ${FORMAT}. Restore it with a newer Tocsin.`,
    );
  }
  return manifest;
}

/** Throws an OperatorError when a backup must not replace what a database holds: drill and real never mix. */
export function refuseOtherKind(manifest: Manifest, present: { kind: string } | undefined): void {
  const kind = manifest.programme?.kind;
  if (present === undefined || kind === undefined || kind === present.kind) return;
  throw new OperatorError(
    `The backup is of a ${kind} programme and the database belongs to a ${present.kind} one: neither ever becomes the other. ` +
      'Restore into another database, or into a new directory with --data.',
  );
}
