import ipaddr from 'ipaddr.js';
import pino, { type Logger, type LoggerOptions } from 'pino';
import type { Config } from './config.ts';

/** Names of fields that may hold personal data or secrets, wherever in a log entry. */
const withheld = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'email',
  'ip',
  'address',
  'remoteAddress',
  'query',
  'body',
  'raw',
  'headers',
];

const options: LoggerOptions = {
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  redact: { paths: withheld.flatMap((name) => [name, `*.${name}`]), censor: '(withheld)' },
  serializers: { err: describeError, error: describeError },
};

/** The log: one JSON object a line, without personal data. `destination` is for tests; standard output otherwise. */
export function createLog({ logLevel }: Pick<Config, 'logLevel'>, destination?: pino.DestinationStream): Logger {
  const all = { ...options, level: logLevel };
  return destination === undefined ? pino(all) : pino(all, destination);
}

/** What the log says of an error. */
export interface ErrorEntry {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ErrorEntry;
  /** Of an AggregateError. */
  readonly errors?: readonly ErrorEntry[];
}

/**
 * An error for the log: type, message, code, stack and causes, and none of the other members that libraries attach
 * (pg's `detail` quotes rows, undici's hold requests). Addresses are masked, and what PostgreSQL quotes of the data.
 */
export function describeError(error: unknown): ErrorEntry {
  if (!(error instanceof Error)) return { type: typeof error, message: scrub(String(error)) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  // SQLSTATE classes 22 (data exception) and 23 (integrity constraint) quote values; the others quote names.
  const message = scrub(
    /^2[23][0-9A-Z]{3}$/.test(code ?? '') ? error.message.replaceAll(/"[^"]*"/g, '"…"') : error.message,
  );
  const frames = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
  return {
    type: error.name,
    message,
    ...(code !== undefined && { code }),
    ...(frames && { stack: frames }),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
    ...(error instanceof AggregateError && { errors: error.errors.map(describeError) }),
  };
}

/** The text with mail and IP addresses masked; loopback ones, which are nobody's, stay. */
export function scrub(text: string): string {
  return text
    .replaceAll(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, '(mail address)')
    .replaceAll(/\d{1,3}(?:\.\d{1,3}){3}|(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi, (found) =>
      ipaddr.isValid(found) && ipaddr.process(found).range() !== 'loopback' ? '(address)' : found,
    );
}
