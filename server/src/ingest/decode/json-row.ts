import type { Given } from '../given.ts';
import type { Flat, Mapping, Row } from './feed.ts';
import { canonicalJson, isEmptyJson } from './json-value.ts';
import { asnOfText, portOfText } from './number.ts';
import { protocolName } from './protocol.ts';
import { escapeSeparators, planRows, type RowPlan } from './row-plan.ts';
import { timeIsExact, timeOfText } from './time.ts';

/** Records with the same keys share a plan; so many key sets are kept. */
const PLANS_KEPT = 256;

export interface JsonRows {
  /** A name that two fields have, when there is one: then nothing was read. */
  read(flat: Flat, given: Given): string | undefined;
}

interface JsonRow extends Row {
  plan: RowPlan;
  values: readonly unknown[];
  carried: boolean[];
}

/** A reader of flat records: fills given, identity and extra included. */
export function createJsonRows(mapping: Mapping): JsonRows {
  const plans = new Map<string, RowPlan>();
  let lastNames: readonly string[] = [];
  let lastPlan = planRows([], mapping);
  const row: JsonRow = {
    ...{ plan: lastPlan, values: [], carried: [] },
    text: (column) => textOf(row.value(column)),
    value: (column) => {
      const index = row.plan.indexOf.get(column);
      return index === undefined ? undefined : row.values[index];
    },
    keep: (column) => {
      const index = row.plan.indexOf.get(column);
      if (index !== undefined) row.carried[index] = false;
    },
  };

  function planFor(names: readonly string[]): RowPlan {
    if (sameTexts(names, lastNames)) return lastPlan;
    const key = names.join('\x1f');
    let plan = plans.get(key);
    if (plan === undefined) {
      if (plans.size >= PLANS_KEPT) plans.clear();
      plans.set(key, (plan = planRows(names, mapping)));
    }
    lastNames = names;
    lastPlan = plan;
    return plan;
  }

  return {
    read(flat, given) {
      row.plan = planFor(flat.names);
      if (row.plan.duplicate !== undefined) return row.plan.duplicate;
      row.values = flat.values;
      row.carried.length = 0;
      readFields(row, given);
      mapping.finish?.(given, row);
      writeTexts(row, given);
      return undefined;
    },
  };
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function readFields(row: JsonRow, given: Given): void {
  const { targets, mapping } = row.plan;
  readTime(row, given);
  given.address = pick(row, targets.address, true);
  given.port = readPort(row, targets.port);
  given.protocol = readProtocol(row);
  given.asn = readAsn(row);
  given.country = pick(row, targets.country, false);
  given.hostname = pick(row, targets.hostname, false);
  given.domain = pick(row, targets.domain, true);
  given.url = pick(row, targets.url, true);
  given.sector = pick(row, targets.sector, false);
  given.dstAddress = pick(row, targets.dstAddress, true);
  given.dstPort = readPort(row, targets.dstPort);
  given.dstDomain = pick(row, targets.dstDomain, false);
  given.class = pick(row, targets.class, true) || mapping.class;
  given.family = pick(row, targets.family, false);
  given.severity = pick(row, targets.severity, true);
}

/** Text of a single value, trimmed; '' for what is none. */
function textOf(value: unknown): string {
  if (typeof value === 'string') {
    const spaced = value.charCodeAt(0) <= 0x20 || value.charCodeAt(value.length - 1) <= 0x20;
    return spaced ? value.trim() : value;
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The first of these columns that says something, or -1. */
function filled(row: JsonRow, columns: readonly number[]): number {
  const { empty } = row.plan.mapping;
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i] ?? 0;
    const value = row.values[column];
    if (typeof value === 'number' || typeof value === 'boolean') return column;
    if (typeof value !== 'string' || value === '') continue;
    const text = textOf(value);
    if (text !== '' && empty?.includes(text) !== true) return column;
  }
  return -1;
}

function pick(row: JsonRow, columns: readonly number[], carries: boolean): string {
  if (columns.length === 0) return '';
  const column = filled(row, columns);
  if (column < 0) return '';
  const value = row.values[column];
  if (carries && typeof value === 'string') row.carried[column] = true;
  return textOf(value);
}

function readTime(row: JsonRow, given: Given): void {
  const column = filled(row, row.plan.targets.time);
  const text = column < 0 ? '' : textOf(row.values[column]);
  given.time = text === '' ? NaN : timeOfText(text);
  given.timeText = Number.isNaN(given.time) ? text : '';
  if (given.timeText === '' && column >= 0 && timeIsExact(text)) row.carried[column] = true;
}

function readPort(row: JsonRow, columns: readonly number[]): number {
  const column = filled(row, columns);
  if (column < 0) return -1;
  const value = row.values[column];
  const isNumber = typeof value === 'number';
  const port = isNumber ? (Number.isInteger(value) && value >= 0 ? value : NaN) : portOfText(textOf(value));
  if (!Number.isNaN(port) && (isNumber || String(port) === value)) row.carried[column] = true;
  return port;
}

function readAsn(row: JsonRow): number {
  const column = filled(row, row.plan.targets.asn);
  return column < 0 ? -1 : asnOfText(textOf(row.values[column]));
}

function readProtocol(row: JsonRow): string {
  const column = filled(row, row.plan.targets.protocol);
  if (column < 0) return '';
  const text = textOf(row.values[column]);
  const name = protocolName(text);
  if (name === row.values[column]) row.carried[column] = true;
  return name;
}

function writeTexts(row: JsonRow, given: Given): void {
  const { order, identityNames, extraNames } = row.plan;
  let identity = '';
  let extra = '';
  for (let k = 0; k < order.length; k++) {
    const column = order[k] ?? 0;
    const value = row.values[column];
    if (isEmptyJson(value)) continue;
    const json = canonicalJson(value);
    identity += identityNames[k] ?? '';
    if (typeof value === 'object') identity += `\x1c3${json}`;
    // Between its quotes stands the text itself, unless something in it had to be escaped.
    else if (typeof value === 'string') identity += json.length === value.length + 2 ? value : escapeSeparators(value);
    else identity += json;
    identity += '\x1e';
    if (row.carried[column] === true) continue;
    extra += extra === '' ? '{' : ',';
    extra += extraNames[k] ?? '';
    extra += json;
  }
  given.identity = identity;
  given.extra = extra === '' ? '' : `${extra}}`;
}
