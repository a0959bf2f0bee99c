/** The one media type that this tree speaks (TAXII 2.1, section 1.6.8), as every one of its answers carries it. */
export const taxiiType = 'application/taxii+json;version=2.1';

/** The media type of objects, as collections and manifests name it. */
export const stixType = 'application/stix+json;version=2.1';

interface MediaRange {
  readonly type: string;
  readonly version: string | undefined;
  readonly quality: number;
}

/**
 * Whether an Accept header lets us answer with TAXII 2.1 (RFC 9110, section 12.5.1). The most specific range that covers
 * it decides: by full name and version, by name, `application/*`, any. A header that is absent or empty accepts everything.
 */
export function acceptsTaxii(header: string | undefined): boolean {
  const ranges = mediaRanges(header ?? '');
  if (ranges.length === 0) return true;
  const covering = ranges
    .map((range) => ({ rank: rankOf(range), quality: range.quality }))
    .filter(({ rank }) => rank > 0);
  const best = Math.max(0, ...covering.map(({ rank }) => rank));
  return covering.some(({ rank, quality }) => rank === best && quality > 0);
}

/** Whether a Content-Type header says TAXII 2.1, with its version or without. */
export function isTaxiiContent(header: string | undefined): boolean {
  const [range, ...others] = mediaRanges(header ?? '');
  return range !== undefined && others.length === 0 && rankOf(range) >= 3;
}

/** How exactly a range names TAXII 2.1; 0: not at all. */
function rankOf({ type, version }: MediaRange): number {
  if (type === 'application/taxii+json') return version === undefined ? 3 : version === '2.1' ? 4 : 0;
  if (type === 'application/*') return 2;
  return type === '*/*' ? 1 : 0;
}

function mediaRanges(header: string): MediaRange[] {
  return split(header, ',').flatMap((text) => {
    const [type = '', ...parameters] = split(text, ';');
    if (type === '') return [];
    const named = new Map(
      parameters.map((parameter): [string, string] => {
        const at = parameter.indexOf('=');
        return at === -1
          ? [parameter.toLowerCase(), '']
          : [parameter.slice(0, at).trim().toLowerCase(), unquoted(parameter.slice(at + 1).trim())];
      }),
    );
    const quality = named.get('q');
    return [
      { type: type.toLowerCase(), version: named.get('version'), quality: quality === undefined ? 1 : Number(quality) },
    ];
  });
}

function unquoted(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

/** The trimmed parts between separators that stand outside quotes. */
function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let quoted = false;
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    if (at < text.length && (quoted || text[at] !== separator)) continue;
    parts.push(text.slice(start, at).trim());
    start = at + 1;
  }
  return parts;
}
