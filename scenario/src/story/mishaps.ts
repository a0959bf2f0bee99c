import type { SourceHandle } from './sources.ts';

/** A day, counted from 1, on which something goes wrong at a sender. */
interface Mishap {
  readonly source: SourceHandle;
  readonly report?: string;
  readonly day: number;
  /** Broken lines between the sound ones; TIME is a sound time of that day. Each is one record that ends in quarantine. */
  readonly lines: readonly string[];
}

/** What a sensor, a script or a person got wrong. */
const mishaps: readonly Mishap[] = [
  {
    source: 'sinkholes',
    day: 2,
    lines: [
      '{"time":"TIME","class":"infected-system","address":"198.18.0.999","family":"sality"}',
      '{"time":"TIME","class":"infected-system","address":"198.18.44.7","port":99999,"family":"sality"}',
      '{"time":"TIME","class":"infected-system","address":"198.18.44.8","family":"sal',
    ],
  },
  {
    source: 'sinkholes',
    day: 5,
    lines: [
      '{"time":"2031-01-01T00:00:00Z","class":"infected-system","address":"198.18.44.9","family":"conficker"}',
      '{"class":"infected-system","address":"198.18.44.9","family":"conficker"}',
      '{"time":"TIME","class":"infected-system","family":"conficker"}',
    ],
  },
  {
    source: 'honeypots',
    day: 3,
    lines: ['{"time.source":"TIME","source.ip":"198.18.12.34","classification.type":"brute-force"', '["not","an","event"]', '{"time.source":"yesterday","source.ip":"198.18.12.34","classification.type":"brute-force"}'],
  },
  {
    source: 'foundation',
    report: 'scan_rdp',
    day: 4,
    lines: ['"TIME","medium","198.18.70.5","tcp","3389"', '"TIME","medium","198.18.70.six","tcp","3389","","rdp","64512","PL","","",""'],
  },
  { source: 'cert-exchange', day: 6, lines: ['{"time":"TIME","category":"bots","address":[{"ip":"198.18.160.300"}]}'] },
  {
    source: 'abuse-desk',
    day: 3,
    lines: ['{"xarf_version":"3","Version":"3","ReporterInfo":{},"Report":{"Date":"TIME","SourceIp":"198.18.90.17"}}', '{"timestamp":"TIME","category":"connection","type":"login_attack","source_identifier":"198.18.90.17"}'],
  },
]; // prettier-ignore

/** The day on which the daily bot reports come with other columns. */
export const driftDay = 8;

/** The broken lines of one file of the week. */
export function mishapsOf(source: SourceHandle, report: string, day: number, time: number): string[] {
  const soundTime = new Date(time).toISOString().slice(0, 19);
  return mishaps
    .filter((mishap) => mishap.source === source && (mishap.report ?? '') === report && mishap.day === day)
    .flatMap(({ lines }) => lines.map((line) => line.replace('TIME', soundTime)));
}
