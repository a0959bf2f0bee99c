import { constituencyKinds, type ConstituencyKind } from '@tocsin/api';
import { normaliseValue, sharedProblem } from '../constituencies/constituency.ts';
import {
  emptyAsNull,
  isRefusal,
  readChoice,
  readFlag,
  readInstant,
  readOrigin,
  type Origin,
  type TableFormat,
} from './format.ts';

export interface ConstituencyRow extends Origin {
  readonly org: string;
  readonly kind: ConstituencyKind;
  readonly value: string;
  readonly effect: 'include' | 'exclude';
  readonly shared: boolean;
  readonly note: string | null;
  readonly expiresAt: Date | null;
}

export const constituenciesFormat: TableFormat<ConstituencyRow> = {
  columns: ['org', 'kind', 'value', 'effect', 'shared', 'layer', 'import', 'note', 'expires_at'],
  required: ['org', 'kind', 'value'],

  write: (row) => [
    row.org,
    row.kind,
    row.value,
    row.effect,
    String(row.shared),
    row.layer,
    row.import ?? '',
    row.note ?? '',
    row.expiresAt?.toISOString() ?? '',
  ],

  read(cells, world, importName) {
    const org = cells('org').trim();
    if (!world.orgs.has(org)) return { refusal: `"${org}" is no organisation` };
    const kind = readChoice('kind', constituencyKinds, cells('kind'));
    if (typeof kind === 'object') return kind;
    const normal = normaliseValue(kind, cells('value'), world.nations);
    if (isRefusal(normal)) return normal;
    const origin = readOrigin(cells, importName);
    if (isRefusal(origin)) return origin;
    const effect = readChoice('effect', ['include', 'exclude'] as const, cells('effect') || 'include');
    if (typeof effect === 'object') return effect;
    if (effect === 'exclude' && origin.layer === 'automatic') return { refusal: 'only a manual entry excludes' };
    const shared = readFlag('shared', cells('shared'));
    if (typeof shared === 'object') return shared;
    const wrong = shared ? sharedProblem(kind) : undefined;
    if (wrong !== undefined) return { refusal: wrong };
    const expiresAt = readInstant('expires_at', cells('expires_at').trim());
    if (expiresAt !== null && isRefusal(expiresAt)) return expiresAt;
    return { org, kind, value: normal.value, effect, shared, note: emptyAsNull(cells('note')), expiresAt, ...origin };
  },

  // The automatic layer holds a value of an org once; a manual entry stands beside it and wins.
  key: ({ layer, org, kind, value }) => (layer === 'automatic' ? `${org} ${kind} ${value}` : undefined),

  origin: ({ layer, import: name }) => ({ layer, import: name }),
};
