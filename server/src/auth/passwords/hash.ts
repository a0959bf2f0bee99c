import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '#kernel/errors.ts';

const derive = promisify(argon2);

/** OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane. */
const wanted = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const tagLength = 32;
const saltBytes = 16;

interface Parts {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Buffer;
  readonly key: Buffer;
}

const plain = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** The PHC string format: what was done stands beside what came out, so that parameters may change. */
function write({ memory, passes, parallelism, salt, key }: Parts): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${plain(salt)}$${plain(key)}`;
}

function read(hash: string): Parts | undefined {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(hash);
  if (found === null) return undefined;
  const [, memory, passes, parallelism, salt = '', key = ''] = found;
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  };
}

/** NIST SP 800-63B, "Password Verifiers": one normal form, so that every keyboard makes the same password. */
const bytesOf = (password: string): Buffer => Buffer.from(password.normalize('NFKC'), 'utf8');

async function keyOf(password: string, parts: Omit<Parts, 'key'>): Promise<Buffer> {
  const { salt, ...costs } = parts;
  return derive('argon2id', { message: bytesOf(password), nonce: salt, tagLength, ...costs });
}

export interface Hasher {
  /** The PHC string to store for a password. */
  hash(password: string): Promise<string>;
  /** Whether it is the password. Without a hash it takes as long and is false: nobody learns who has an account. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
  /** Whether a hash was made with other costs than are asked for now. */
  outdated(hash: string): boolean;
}

/**
 * Hashes passwords off the main thread, `atOnce` at a time (each takes 19 MiB); the others wait, and beyond `waiting` of
 * them are told `too_many_requests`: guesses must not take the server's memory.
 */
export function createHasher({ atOnce = 2, waiting = 32 } = {}): Hasher {
  let running = 0;
  const queue: (() => void)[] = [];

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= atOnce) {
      if (queue.length >= waiting)
        throw new AppError('too_many_requests', { detail: 'Many people sign in at this moment.', retryAfter: 2 });
      await new Promise<void>((resolve) => queue.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next === undefined) running--;
      else next();
    }
  }

  const nobody: Parts = { ...wanted, salt: Buffer.alloc(saltBytes), key: Buffer.alloc(tagLength) };
  return {
    hash: (password) =>
      inTurn(async () => {
        const parts = { ...wanted, salt: randomBytes(saltBytes) };
        return write({ ...parts, key: await keyOf(password, parts) });
      }),
    verify: (password, hash) =>
      inTurn(async () => {
        const parts = hash === undefined ? nobody : read(hash);
        if (parts === undefined) throw new Error('a stored password hash cannot be read');
        const key = await keyOf(password, parts);
        return key.length === parts.key.length && timingSafeEqual(key, parts.key) && hash !== undefined;
      }),
    outdated(hash) {
      const parts = read(hash);
      return (
        parts === undefined ||
        parts.memory !== wanted.memory ||
        parts.passes !== wanted.passes ||
        parts.parallelism !== wanted.parallelism
      );
    },
  };
}
