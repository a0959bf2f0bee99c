import { indicatorsOf, parsePattern, printPattern, validatePattern } from '../src/pattern/index.ts';

const hash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** What indicators really hold: mostly one equality, now and then a conjunction, seldom a sequence. */
const shapes: readonly ((n: number) => string)[] = [
  (n) => `[ipv4-addr:value = '198.51.100.${n % 256}']`,
  (n) => `[domain-name:value = 'host-${n}.example.org']`,
  (n) => `[url:value = 'https://www.example.org/path/${n}?query=a%20b']`,
  (n) => `[file:hashes.'SHA-256' = '${n.toString(16).padStart(8, '0')}${hash.slice(8)}']`,
  (n) => `[file:hashes.MD5 = '${hash.slice(0, 32)}' AND file:name = 'invoice-${n}.exe' AND file:size > ${n}]`,
  (n) => `[email-addr:value MATCHES '.+@mail-${n}\\\\.example\\\\.org$']`,
  (n) =>
    `[network-traffic:dst_ref.value ISSUBSET '203.0.113.0/24' AND network-traffic:dst_port IN (80, 443, ${n % 65_536})]`,
  (n) =>
    `([process:name = 'a-${n}.exe'] FOLLOWEDBY [domain-name:value LIKE '%.example.net'] REPEATS 5 TIMES) WITHIN 1800 SECONDS`,
];

export interface PatternFigures {
  readonly patterns: number;
  readonly charactersPerPattern: number;
  readonly validatedPerSecond: number;
  readonly printedPerSecond: number;
  readonly indicatorsPerSecond: number;
}

/** What one thread does in a second with patterns as indicators hold them; `now` in milliseconds. */
export function benchPatterns(count = 200_000, now = (): number => performance.now()): PatternFigures {
  const texts = Array.from({ length: count }, (_, n) => (shapes[n % shapes.length] as (n: number) => string)(n));
  const perSecond = (work: () => number): number => {
    const before = now();
    const done = work();
    return Math.round((done / (now() - before)) * 1000);
  };
  const validate = (): number => {
    let valid = 0;
    for (const text of texts) if (validatePattern(text).length === 0) valid += 1;
    if (valid !== count) throw new Error(`${count - valid} patterns of the bench are not valid`);
    return count;
  };
  const trees = texts.flatMap((text) => {
    const parsed = parsePattern(text);
    return parsed.ok ? [parsed.pattern] : [];
  });
  validate(); // once before it is timed, so that what is measured is compiled
  return {
    patterns: count,
    charactersPerPattern: Math.round(texts.reduce((sum, text) => sum + text.length, 0) / count),
    validatedPerSecond: perSecond(validate),
    printedPerSecond: perSecond(() => trees.filter((tree) => printPattern(tree) !== '').length),
    indicatorsPerSecond: perSecond(() => trees.filter((tree) => indicatorsOf(tree).equalities.length >= 0).length),
  };
}
