import { expect, test } from 'vitest';
import { defang } from './defang.ts';

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
