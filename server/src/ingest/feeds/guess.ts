import type { FeedName } from '../decode/feed.ts';
import { reportOfColumns, reportOfFileName } from './shadowserver-reports.ts';

export interface Guess {
  feed: FeedName;
  /** Shadowserver's kind of report, where the name or the header tells it. */
  report?: string;
}

/** Words of JSON by which a format is known, the most telling first. */
const jsonSigns: [RegExp, FeedName][] = [
  [/"xarf_version"|"ReporterInfo"/, 'xarf'],
  [/"type"\s*:\s*"(bundle|observed-data|sighting)"|"spec_version"/, 'stix'],
  [/"(source|time|classification|feed)\.[a-z_.]+"\s*:/, 'intelmq'],
  [/"urlhaus_(link|reference|download)"/, 'urlhaus'],
  [/"ioc(_type|_value)?"\s*:/, 'threatfox'],
  [/"ip_address"[^}]*"malware"|"malware"[^}]*"ip_address"/s, 'feodo'],
  [/"address"\s*:\s*\[\s*\{|"category"\s*:.*"restriction"\s*:|"restriction"\s*:.*"category"\s*:/s, 'n6'],
  [/"time"\s*:/, 'tocsin'],
];

/**
 * The feed that a file is of, by its name and first bytes (some KiB, not compressed); undefined when nothing tells. Used where no one says it,
 * such as `tocsin ingest FILE`.
 */
export function guessFeed(fileName: string, firstBytes: Uint8Array): Guess | undefined {
  const text = Buffer.from(firstBytes)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  const name = fileName.replace(/\.(gz|zst|zstd)$/i, '');
  if (/^[{[]/.test(text)) {
    const feed = jsonSigns.find(([sign]) => sign.test(text))?.[1];
    return feed === undefined ? undefined : { feed };
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const head = lines.slice(0, 40).join('\n');
  if (/c2_status/.test(head)) return { feed: 'feodo' };
  if (/urlhaus_link/.test(head)) return { feed: 'urlhaus' };
  if (/ioc_value/.test(head)) return { feed: 'threatfox' };
  const first = lines.find((line) => !line.startsWith('#')) ?? '';
  if (
    /^#.*\b(category|report)\|(address|ip)\|asn\|/m.test(head) ||
    /^[a-z]+\|[0-9a-f.:]+\|\d*\|\d{4}-\d\d-\d\d /.test(first)
  )
    return { feed: 'cymru' };
  const columns = new Set(first.split(',').map((column) => column.trim().replace(/^"|"$/g, '').toLowerCase()));
  if (!columns.has('timestamp')) return undefined;
  const report = reportOfFileName(name) || reportOfColumns(columns);
  return report === '' ? { feed: 'shadowserver' } : { feed: 'shadowserver', report };
}
