import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { OperatorError } from '#kernel/operator-error.ts';
import { signingKeyOf, type SigningKey } from './signing-key.ts';

/**
 * The key in a file; made there, readable by the server's own user only, when `create` is given and there is none. It never
 * enters the database: whoever can write there shall not be able to sign.
 */
export function loadSigningKey(file: string, create: boolean): SigningKey {
  if (create && !existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    const { privateKey } = generateKeyPairSync('ed25519');
    try {
      writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      // Another process of this programme was quicker: its key is ours.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
  try {
    return signingKeyOf(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new OperatorError(`${file} holds no Ed25519 key that checkpoints could be signed with (PKCS 8, PEM).`, {
      cause,
    });
  }
}
