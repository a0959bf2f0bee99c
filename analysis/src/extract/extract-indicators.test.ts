import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractIndicators } from './extract-indicators.ts';
import { indicatorScore } from './indicator.ts';

/** What counts as an indicator in a text, as `kind value`. */
const indicators = (text: string): string[] =>
  extractIndicators(text, { minScore: indicatorScore }).map(({ kind, value }) => `${kind} ${value}`);

describe('defused names and addresses', () => {
  const dots = [
    '.',
    '[.]',
    '(.)',
    '{.}',
    '[dot]',
    '(dot)',
    '[DOT]',
    ' [.] ',
    ' dot ',
    ' DOT ',
    '[.',
    '.]',
    '\\.',
    '．',
    '。',
    '[​.]',
    '​.',
    '^.',
    '\\[.\\]',
    '[[.]]',
    '&#46;',
    '<.>',
    '-dot-',
  ];
  test.each(dots)('domain with %j', (dot) => {
    expect(indicators(`The sample contacted mail${dot}c2-node${dot}example${dot}org every hour.`)).toEqual([
      'domain mail.c2-node.example.org',
    ]);
  });
  test.each(dots.filter((dot) => dot !== '-dot-'))('address with %j', (dot) => {
    expect(indicators(`C2: 198${dot}51${dot}100${dot}7`)).toEqual(['ipv4 198.51.100.7']);
  });

  const schemes: [string, string][] = [
    ['hxxp://', 'http'],
    ['hXXps://', 'https'],
    ['hxxps[:]//', 'https'],
    ['hxxp[://]', 'http'],
    ['hxxp[:]\\\\', 'http'],
    ['h**p://', 'http'],
    ['h**ps://', 'https'],
    ['http[:]//', 'http'],
    ['[http]://', 'http'],
    ['https]://', 'https'],
    ['http ://', 'http'],
    ['http:// ', 'http'],
    ['http//', 'http'],
    ['http:///', 'http'],
    ['https:\\/\\/', 'https'],
    ['xxxx://', 'http'],
    ['xXxXs://', 'https'],
    ['meow://', 'http'],
    ['fxp://', 'ftp'],
    ['ftx://', 'ftp'],
    ['ｈｔｔｐ：／／', 'http'],
  ];
  test.each(schemes)('URL with %j', (scheme, meant) => {
    expect(indicators(`"${scheme}c2-node[.]example.org:8080/gate.php?id=7&x=a%20b",`)).toEqual([
      `url ${meant}://c2-node.example.org:8080/gate.php?id=7&x=a%20b`,
    ]);
  });

  test.each(['@', '[@]', '(at)', '[at]', ' [at] ', ' AT ', 'AT', '(@)', '[et]', '(arroba)', ' @ ', '&#64;'])(
    'e-mail address with %j',
    (at) => {
      expect(indicators(`Sender: hr.dept${at}mail.example.org`)).toEqual(['email hr.dept@mail.example.org']);
    },
  );
});

describe('what is told from an indicator', () => {
  test.each([
    'See section 3.2.1.4 of the report',
    'OpenSSL 10.1.1.1 was installed',
    'Version 10.0.19045.3448 of Windows',
    'System.Net.WebClient and Microsoft.Win32.Registry were used',
    'The file setup.exe dropped config.dat, evidence.zip, README.md and main.py',
    'C:\\Users\\Public\\update.bat and %APPDATA%\\svc.host\\log.txt',
    'detected as Win32/Agent.TO and MSIL/Agent.CFQ',
    'e.g. the actor, i.e. someone, at 12:34:56:78 in git commit 3f2a9c1',
    `std::string and ${['a', 'b'].join('::')}`,
    'Read more: https://github.com/example/example/blob/main/README.md',
    '## References\n\n- https://research.example.com/2021/01/12/an-example/',
    'ASP.NET, Node.js and Socket.IO',
  ])('%j', (text) => {
    const judged = ['ipv4', 'ipv6', 'domain', 'url', 'email', 'md5', 'sha1'];
    expect(indicators(text).filter((found) => judged.includes(found.split(' ')[0]!))).toEqual([]);
  });
});

describe('broken over lines', () => {
  const hash = '01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b';
  test.each([[40], [32 + 8], [20], [50], [60]])('half a SHA-256 of %i digits is no SHA-1', (at) => {
    expect(indicators(`${hash.slice(0, at)}\n${hash.slice(at)}`)).toEqual([`sha256 ${hash}`]);
  });
  test('two halves of 32 digits are two MD5, unless they are called a SHA-256', () => {
    expect(indicators(`${hash.slice(0, 32)}\n${hash.slice(32)}`)).toEqual([
      `md5 ${hash.slice(0, 32)}`,
      `md5 ${hash.slice(32)}`,
    ]);
    expect(indicators(`SHA-256: ${hash.slice(0, 32)}\n${hash.slice(32)}`)).toEqual([`sha256 ${hash}`]);
  });
  test('a URL', () => {
    expect(indicators('hxxps://c2.example[.]org/very/long/\npath/gate.php')).toEqual([
      'url https://c2.example.org/very/long/path/gate.php',
    ]);
    expect(indicators('hxxp://a.example[.]org/\nhxxp://b.example[.]org/\nc.example[.]org')).toHaveLength(3);
  });
});

test('every kind, normalised', () => {
  const text = [
    'IoCs:',
    '198.51.100.0/24',
    '2001:DB8::1',
    'AS64500',
    'CVE‑2021‑44228',
    'T1059.001',
    'HKLM\\Software\\Example\\Run',
    'C:\\Program Files\\Example\\run.exe',
    '/usr/local/bin/example',
    'imphash: 68b329da9893e34099c7d8ad5cb9c940',
    '3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C',
    '0x52908400098527886E0F7030069857D2E4169EE7',
  ].join('\n');
  expect(extractIndicators(text).map(({ kind, value }) => `${kind} ${value}`)).toEqual([
    'cidr 198.51.100.0/24',
    'ipv6 2001:db8::1',
    'asn AS64500',
    'cve CVE-2021-44228',
    'technique T1059.001',
    'registry-key HKEY_LOCAL_MACHINE\\Software\\Example\\Run',
    'file-path C:\\Program Files\\Example\\run.exe',
    'file-path /usr/local/bin/example',
    'imphash 68b329da9893e34099c7d8ad5cb9c940',
    'ssdeep 3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C',
    'wallet 0x52908400098527886e0f7030069857d2e4169ee7',
  ]);
});

test('a warninglist lowers the score and says so', () => {
  const lists = [{ name: 'shared hosting', has: (host: string) => host === 'cdn.example.org' }];
  const [without] = extractIndicators('C2: cdn.example[.]org');
  const [listed] = extractIndicators('C2: cdn.example[.]org', { warninglists: lists });
  expect(listed?.reasons).toContain('warninglist');
  expect(listed!.score).toBeLessThan(without!.score);
});

describe('on any text', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(
      'hxxp',
      '://',
      '[.]',
      '(dot)',
      '​',
      '.',
      '@',
      '\\',
      '/',
      '%APPDATA%\\',
      'example',
      '.org',
      '198.51.100.7',
      'title:\n',
      'rule x {',
      '\n}',
      'T1059',
      'HKLM\\',
      '[',
      ']',
      ' ',
      '\n',
      '|',
      'CVE-2021-44228',
      '::',
      'ab12',
      '01ba4719c80b6fe911b091a7c05124b64eeece96',
    ),
  );
  const anyText = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

  test('offsets are right, in order, and do not overlap; scores are probabilities', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let end = 0;
        for (const found of extractIndicators(text)) {
          expect(text.slice(found.start, found.end)).toBe(found.raw);
          expect(found.end).toBeGreaterThan(found.start);
          if (found.kind !== 'yara' && found.kind !== 'sigma') {
            expect(found.start).toBeGreaterThanOrEqual(end);
            end = found.end;
          }
          expect(found.score).toBeGreaterThanOrEqual(0);
          expect(found.score).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('what is found is found again in its own value: refanging twice is refanging once', () => {
    const again = new Set(['ipv4', 'ipv6', 'cidr', 'domain', 'url', 'email', 'md5', 'sha1', 'sha256', 'cve', 'asn']);
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { kind, value } of extractIndicators(text)) {
          if (!again.has(kind)) continue;
          expect(extractIndicators(value).map((found) => [found.kind, found.value])).toEqual([[kind, value]]);
        }
      }),
    );
  });
});
