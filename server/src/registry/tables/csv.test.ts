import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeFormula, formatCsv, parseCsv, unescapeFormula } from './csv.ts';

const cellsOf = (text: string) => parseCsv(text).map(({ cells }) => cells);

describe('reading CSV', () => {
  test('takes quotes, separators and line breaks within them', () =>
    expect(cellsOf('a,"b,""c""\r\nd"\r\n,\n')).toEqual([
      ['a', 'b,"c"\r\nd'],
      ['', ''],
    ]));

  test('skips a byte order mark and blank lines, and needs no last line break', () =>
    expect(cellsOf('\ufeffa,b\n\n\r\nc,d')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]));

  test('numbers records by the line they begin on', () =>
    expect(parseCsv('a\n"b\nb"\nc\n').map(({ line }) => line)).toEqual([1, 2, 4]));

  test.each([
    ['"b', 'a quote is opened and never closed'],
    ['"b"c', 'text follows a closing quote'],
    ['b"c', 'a quote stands within unquoted text'],
  ])('%s is a fault that spoils no other record', (bad, fault) => {
    const records = parseCsv(`a\n${bad}\nd\n`);
    expect(records.map(({ text }) => text)).toEqual(['a', bad, 'd']);
    expect(records.map((record) => record.fault)).toEqual([undefined, fault, undefined]);
  });

  test('gives back what was written', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', ' ', 'é', "'") });
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 4 })
          .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }))),
        (rows) => {
          const header = ['x', 'y'];
          expect(cellsOf(formatCsv(header, rows))).toEqual([header, ...rows]);
        },
      ),
    );
  });
});

describe('formulas', () => {
  test.each(['=1+1', '+32 2 555', '-1', '@SUM(A1)', '\t=1', '\r=1', "'=1", "'", '＝1'])('%j is disarmed', (cell) =>
    expect(escapeFormula(cell)).toBe(`'${cell}`),
  );

  test.each(['plain', '1=1', "O'Neil", ''])('%j stays', (cell) => expect(escapeFormula(cell)).toBe(cell));

  test('come back exactly', () => {
    const cell = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', 'a') });
    fc.assert(
      fc.property(cell, (given) => {
        expect(unescapeFormula(escapeFormula(given))).toBe(given);
      }),
    );
  });
});
