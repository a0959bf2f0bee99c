import { expect, test } from 'vitest';
import { explain } from './npm.mjs';

test.each([
  ['npm error code ENOSPC\nnpm error nospc no space left on device', /disk that holds \/somewhere is full/],
  ['npm error code ENOTFOUND\nnpm error network request to https://example.org failed', /registry cannot be reached/],
  ['npm error code EAI_AGAIN', /registry cannot be reached/],
  ['npm error code EACCES\nnpm error syscall mkdir', /may not write to \/somewhere/],
  ['npm error code E404\nnpm error 404 Not Found - GET a', /does not have a package[^]*404 Not Found/],
  ['npm error code EINTEGRITY\nsha512-a integrity checksum failed', /differs from what package-lock.json promises/],
  ['npm error something else', /npm failed:\nnpm error something else/],
])('%j is told as what a person can do', (output, meaning) => {
  expect(explain(output, '/somewhere')).toMatch(meaning);
});
