import { expect, test } from 'vitest';
import { readText } from './from-text.ts';

test('what a report means as indicators is read with its confidence and where it stands; what it mentions is not', () => {
  const text =
    'Indicators of compromise\n\nc2[.]example[.]org\nhxxps://c2[.]example[.]org/gate\n192[.]0[.]2[.]7\nc2[.]example[.]org\n\nSee README.md.\n';
  const items = readText(text, 7, new Date('2026-01-10T12:00:00Z'));
  expect(items.map(({ object }) => object?.value['pattern'])).toEqual([
    "[domain-name:value = 'c2.example.org']",
    "[url:value = 'https://c2.example.org/gate']",
    "[ipv4-addr:value = '192.0.2.7']",
  ]);
  expect(items[0]?.object?.value['description']).toEqual(expect.stringContaining('c2[.]example[.]org'));
  expect(Number(items[0]?.object?.value['confidence'])).toBeGreaterThan(50);
});
