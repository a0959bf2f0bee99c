import { enumeration, string } from '../../kinds/basic.ts';
import { binary, hashes } from '../../kinds/encoded.ts';
import { mimeType, url } from '../../kinds/formats.ts';
import { atLeastOneOf, needs, notBoth } from '../../kinds/rules.ts';
import { sco } from '../object-type.ts';

const algorithms = ['AES-256-GCM', 'ChaCha20-Poly1305', 'mime-type-indicated'];

export const artifact = sco('artifact', '6.1', '4jegwl6ojbes', {
  optional: {
    mime_type: mimeType,
    payload_bin: binary,
    url,
    hashes,
    encryption_algorithm: enumeration('encryption-algorithm-enum', '6.1', algorithms),
    decryption_key: string,
  },
  rules: [
    atLeastOneOf('6.1', 'payload_bin', 'url'),
    notBoth('6.1', 'payload_bin', 'url'),
    needs('6.1', 'url', 'hashes'),
    needs('6.1', 'decryption_key', 'encryption_algorithm'),
  ],
  contributing: ['hashes', 'payload_bin'],
  naming: ['url', 'mime_type'],
});
