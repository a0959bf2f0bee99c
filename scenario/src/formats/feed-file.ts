import type { Observation } from '../story/observation.ts';
import { intelmqLine, n6Line, tocsinLine, xarfLine } from './ndjson.ts';
import { stixBundle } from './stix.ts';
import { cymruFile, feodoFile, shadowserverFile, threatfoxFile, urlhausFile } from './tables.ts';
import { lines } from './text.ts';

const byLine: Readonly<Record<string, (observation: Observation) => string>> = {
  tocsin: tocsinLine,
  intelmq: intelmqLine,
  n6: n6Line,
  xarf: xarfLine,
};

/** How a feed's file is announced. */
export const contentTypes: Readonly<Record<string, string>> = {
  tocsin: 'application/x-ndjson',
  intelmq: 'application/x-ndjson',
  n6: 'application/x-ndjson',
  xarf: 'application/x-ndjson',
  stix: 'application/json',
  shadowserver: 'text/csv',
  feodo: 'text/csv',
  urlhaus: 'text/csv',
  threatfox: 'text/csv',
  cymru: 'text/plain',
};

/** The file in which a sender of this feed reports the observations. `drifted`: with other columns than usual. */
export function feedFile(feed: string, report: string, observations: readonly Observation[], drifted = false): string {
  const line = byLine[feed];
  if (line !== undefined) return lines(observations.map(line));
  switch (feed) {
    case 'shadowserver':
      return shadowserverFile(report, observations);
    case 'cymru':
      return cymruFile(observations, drifted);
    case 'feodo':
      return feodoFile(observations);
    case 'urlhaus':
      return urlhausFile(observations);
    case 'threatfox':
      return threatfoxFile(observations);
    case 'stix':
      return stixBundle(observations);
    default:
      throw new Error(`the story writes no ${feed}`);
  }
}
