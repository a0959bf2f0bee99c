import { expect, test } from 'vitest';
import { readIocCorpus } from './ioc-corpus.ts';
import { scoreCase, scoreIocs } from './score-iocs.ts';

const item = {
  id: 'a',
  text: '',
  expected: { url: ['https://c2.example.org/a/'], email: ['ops@mail.example.net'], domain: ['www.example.com'] },
  ignored: { ipv4: ['198.51.100.7'] },
};

test('hosts of expected URLs and addresses, bare URLs of expected domains and ignored values are neither reward nor error', () => {
  const extracted = {
    url: ['HTTPS://C2.example.org/a', 'http://www.example.com'],
    email: ['OPS@mail.example.net'],
    domain: ['c2.example.org', 'mail.example.net', 'www.example.com.'],
    ipv4: ['198.51.100.7'],
  };
  expect(scoreCase(item, extracted)).toEqual({ tp: 3, fp: [], fn: [] });
});

test('what is missed and what is extra counts, each type for itself; kinds that are not judged do not', () => {
  expect(scoreCase(item, { md5: ['ab'], url: ['http://www.example.com/path'], 'file-name': ['a.exe'] })).toEqual({
    tp: 0,
    fp: ['url http://www.example.com/path', 'md5 ab'],
    fn: ['domain www.example.com', 'url https://c2.example.org/a', 'email ops@mail.example.net'],
  });
});

test('figures are over all values of all cases', () => {
  const corpus = [item, { id: 'b', text: 'x', expected: { cve: ['CVE-2021-44228'] } }];
  const extract = (text: string): Record<string, string[]> =>
    text === 'x' ? { cve: ['cve 2021 44228'], md5: ['ab'] } : {};
  expect(scoreIocs(corpus, extract)).toEqual({ cases: 2, exact: 0, recall: 1 / 4, precision: 1 / 2, f1: 2 / 6 });
});

test('a file that is no corpus is refused with the place', () => {
  expect(() => readIocCorpus({})).toThrow('JSON array');
  expect(() => readIocCorpus([{ id: 'a', text: '', expected: {} }, { id: 'b' }])).toThrow('Case 1');
});
