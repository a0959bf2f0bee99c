import type { ConstituencyKind, Enrolment, OrgKind } from '@tocsin/api';

/** What a warninglist's finds mean; the reason under which ingest filters them. */
export const warninglistKinds = ['scanner', 'researcher', 'sinkhole', 'resolver', 'benign'] as const;
export type WarninglistKind = (typeof warninglistKinds)[number];

/**
 * Everything of the registry that the ingest pipeline decides by, as it stood at `version`. Plain data: it crosses to
 * worker threads by structured clone.
 */
export interface PipelineRegistry {
  /** Moves with every change that routing, filters or names depend on. */
  readonly version: number;
  /** When the next entry expires: load again then, although the version has not moved. */
  readonly validUntil: Date | null;
  readonly nations: readonly PipelineNation[];
  readonly orgs: readonly PipelineOrg[];
  /** Entries in force, each once per org. */
  readonly entries: readonly PipelineEntry[];
  readonly families: readonly PipelineFamily[];
  /** Only those switched on. */
  readonly warninglists: readonly PipelineWarninglist[];
}

export interface PipelineNation {
  readonly code: string;
  readonly enrolment: Enrolment;
  /** Country-code top-level domains as A-labels, without a dot. */
  readonly domains: readonly string[];
}

export interface PipelineOrg {
  readonly id: number;
  readonly handle: string;
  readonly kind: OrgKind;
  readonly nation: string | null;
  readonly enrolment: Enrolment;
}

export interface PipelineEntry {
  /** Id of the org. */
  readonly org: number;
  readonly kind: ConstituencyKind;
  /** Canonical: `PL`, `64500`, `2001:db8::/48`, `gov.example`, `energy`. */
  readonly value: string;
  /** asn, prefix: many customers behind one address. */
  readonly shared: boolean;
}

export interface PipelineFamily {
  readonly id: number;
  readonly name: string;
  /** Lower case, the lower-cased name itself not among them. */
  readonly aliases: readonly string[];
}

export interface PipelineWarninglist {
  readonly name: string;
  readonly kind: WarninglistKind;
  /** Canonical prefixes, single addresses as /32 and /128. */
  readonly addresses: readonly string[];
  /** A-labels: `example.org` is that name alone; `.example.org` is that name and every name below it. */
  readonly domains: readonly string[];
}
