import { emptyAsNull, type Origin, type TableFormat } from './format.ts';

export interface AutonomousSystemRow {
  readonly asn: number;
  readonly name: string;
  readonly country: string | null;
  /** null: the name came with the IP data. */
  readonly import: string | null;
}

export const autonomousSystemsFormat: TableFormat<AutonomousSystemRow> = {
  columns: ['asn', 'name', 'country', 'import'],
  required: ['asn', 'name'],

  write: ({ asn, name, country, import: from }) => [String(asn), name, country ?? '', from ?? ''],

  read(cells, _world, importName) {
    const digits = /^(?:AS)?(\d{1,10})$/i.exec(cells('asn').trim())?.[1];
    const asn = Number(digits);
    if (digits === undefined || asn > 0xffffffff) return { refusal: `"${cells('asn')}" is no AS number` };
    const name = cells('name').trim();
    if (name === '' || name.length > 200) return { refusal: 'the name is empty or longer than 200 characters' };
    const country = cells('country').trim().toUpperCase();
    if (!/^([A-Z]{2})?$/.test(country)) return { refusal: `"${country}" is no country code of two letters` };
    return { asn, name, country: emptyAsNull(country), import: emptyAsNull(cells('import').trim()) ?? importName };
  },

  key: ({ asn }) => String(asn),

  origin: (row): Origin => ({ layer: 'automatic', import: row.import }),
};
