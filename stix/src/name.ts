import { isList, isObject, own, type JsonObject, type JsonValue } from './json/json.ts';
import { typeTable } from './types/type-table.ts';

const LONGEST = 200;

/** What a list calls an object: its name, its value, or what else tells it apart; at last its identifier. At most 200 characters. */
export function nameOf(object: JsonObject): string {
  const type = own(object, 'type');
  const properties = (typeof type === 'string' ? typeTable.get(type)?.naming : undefined) ?? [];
  for (const property of [...properties, 'name', 'value']) {
    const text = textOf(own(object, property));
    if (text !== '') return text.length > LONGEST ? `${text.slice(0, LONGEST - 1).toWellFormed()}…` : text;
  }
  return textOf(own(object, 'id'));
}

function textOf(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return String(value);
  const parts = isList(value) ? value : isObject(value) ? Object.values(value) : [];
  return parts.filter((part) => typeof part === 'string').join(', ');
}
