import { expect, test } from 'vitest';
import { defang, defangText } from './defang.ts';

test.each([
  ['http://bad.example/a.php?x=1.2', 'hxxp://bad[.]example/a.php?x=1.2'],
  ['https://bad.example', 'hxxps://bad[.]example'],
  ['ftp://files.example/x', 'fxp://files[.]example/x'],
  ['www.bad.example', 'www[.]bad[.]example'],
  ['192.0.2.17', '192.0.2[.]17'],
  ['192.0.2.0/24', '192.0.2[.]0/24'],
  ['2001:db8::1', '2001:db8:[:]1'],
  ['someone@bad.example', 'someone[@]bad[.]example'],
])('%s is shown as %s', (value, shown) => {
  expect(defang(value)).toBe(shown);
});

test('in running text and patterns each indicator is defanged, and nothing else', () => {
  expect(defangText('Brassbell: calls c2.bad.example, 192.0.2.17 and 2001:db8::1 (v2), at 12:30')).toBe(
    'Brassbell: calls c2[.]bad[.]example, 192.0.2[.]17 and 2001:db8:[:]1 (v2), at 12:30',
  );
  expect(defangText("[url:value = 'http://bad.example/x.php' OR file:hashes.MD5 = 'ab']")).toBe(
    "[url:value = 'hxxp://bad[.]example/x.php' OR file:hashes.MD5 = 'ab']",
  );
});
