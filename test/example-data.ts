import ipaddr from 'ipaddr.js';

/** Blocks that belong to nobody by IANA's special-purpose registries (RFC 6890, 5737, 3849, 9637, 2544, 7535): free for examples. */
const nobodysBlocks = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '::ffff:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '100:0:0:1::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '2620:4f:8000::/48',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
].map((block) => ipaddr.parseCIDR(block));

/** Whether an address, as text, lies where nobody can be meant. IPv4 inside IPv6 is judged as IPv4. */
export function isNobodysAddress(text: string): boolean {
  const address = ipaddr.process(text);
  return nobodysBlocks.some(([block, bits]) => block.kind() === address.kind() && address.match(block, bits));
}

/** AS numbers kept for documentation and private use (RFC 5398, 6996), and those that can never be an origin (RFC 7607, 4893, 7300). */
export function isNobodysAsn(asn: number): boolean {
  return (asn >= 64496 && asn <= 65551) || asn === 0 || asn === 23456 || (asn >= 4_200_000_000 && asn <= 4_294_967_295);
}

/** Names that can never be registered (RFC 2606, 6761), or are IANA's own for examples. */
export function isNobodysName(name: string): boolean {
  return /(^|\.)(example|test|invalid|localhost|local|internal|arpa|onion|alt|example\.(com|net|org|edu))$/i.test(name);
}

/** IPv4 and IPv6 literals in a text. */
export function addressesIn(text: string): { text: string; index: number }[] {
  const v4 = /(?<![\w.-]|[Ss]ection |§ ?)(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/g;
  const v6 = /(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?![\w:]|\.\w)/gi;
  return [v4, v6]
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .filter(([literal]) => literal !== '::' && ipaddr.isValid(literal))
    .map((match) => ({ text: match[0], index: match.index }));
}

/** AS numbers in a text, where it is plain that one is meant: `AS64500`, `asn: 64500`, `"src_asn":"64500"`. */
export function asnsIn(text: string): { text: string; index: number }[] {
  const patterns = [
    /\bAS ?(\d{1,10})\b/g,
    /\b(?:\w+_)?(?:asn|autonomous_system)["']?\s*[:=]\s*\[?\s*["']?(\d{1,10})\b/gi,
  ];
  return patterns
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .map((match) => ({ text: match[1]!, index: match.index }));
}

/** AS numbers in the columns of a table with a header (comma, tab or bar between cells), by the names of those columns. */
export function asnsInTable(text: string): { text: string; index: number }[] {
  const lines = text.split('\n').map((line) => line.trim());
  const head = lines.find((line) => line !== '' && !line.startsWith('#')) ?? '';
  const between = ['\t', '|', ','].find((mark) => head.includes(mark)) ?? ',';
  const cells = (line: string): string[] => line.split(between).map((cell) => cell.trim().replaceAll('"', ''));
  const columns = cells(head).flatMap((name, column) => (/^(\w+_)?asn?$/i.test(name) ? [column] : []));
  return lines
    .slice(lines.indexOf(head) + 1)
    .flatMap((line) => columns.map((column) => cells(line)[column] ?? ''))
    .filter((cell) => /^\d+$/.test(cell))
    .map((cell) => ({ text: cell, index: text.indexOf(cell) }));
}

/** What stands between quotes in code; everything else becomes blanks, so that positions stay. */
export function quotedIn(code: string): string {
  const blank = (text: string): string => text.replaceAll(/[^\n]/g, ' ');
  let end = 0;
  let kept = '';
  for (const { 0: literal, index } of code.matchAll(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g)) {
    kept += blank(code.slice(end, index)) + literal.replaceAll(/\$\{[^}]*\}/g, blank);
    end = index + literal.length;
  }
  return kept + blank(code.slice(end));
}

const generic = new Set(
  'com net org info biz edu gov mil int name pro app dev cloud online site shop store top xyz club live icu click link space tech world'.split(
    ' ',
  ),
);
const files = new Set(['ts', 'js', 'md', 'sh', 'py', 'gz']);

/** Endings under which names are held: every country's and the great generic ones, but those of files. */
const isTopLevel = (label: string): boolean => generic.has(label) || (/^[a-z]{2}$/.test(label) && !files.has(label));

/** Hosts of URLs and of mail addresses in a text, and, where `bare`, everything that reads as a name that somebody may hold. */
export function namesIn(text: string, bare: boolean): { text: string; index: number }[] {
  const placed = /(?:https?:\/\/(?:[^\s/@"'`]+@)?|(?<=[\w.+-])@)((?:[\w-]+\.)+[a-z]{2,})(?![\w(])/gi;
  const anywhere = /(?<![\w.@/#-])((?:[a-z0-9_-]+\.)+[a-z]{2,})(?![\w./(-]|"\s*:)/gi;
  return [placed, ...(bare ? [anywhere] : [])]
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .map((match) => ({ text: match[1]!.toLowerCase(), index: match.index }))
    .filter(({ text: name }) => isTopLevel(name.slice(name.lastIndexOf('.') + 1)));
}
