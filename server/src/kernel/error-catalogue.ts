/** What one code of the catalogue says to the caller, and to whoever runs the programme. */
export interface CatalogueEntry {
  /** HTTP status sent with it. */
  readonly status: number;
  /** Short, fixed summary: `title` of RFC 9457. Never holds data of the request. */
  readonly title: string;
  /** When it is raised. */
  readonly meaning: string;
  /** What the caller, or the operator, does next. */
  readonly remedy: string;
}

/**
 * Every refusal and failure that Tocsin can answer with. To add one, add a line here and run
 * `node scripts/generate-docs.ts`: docs/errors.md is made from this table and a test holds them equal.
 */
export const errorCatalogue = {
  bad_request: {
    status: 400,
    title: 'The request is not understood',
    meaning: 'The request line, a header or the syntax of the body is broken.',
    remedy: 'Correct the request as `detail` says; sending it again unchanged fails again.',
  },
  validation_failed: {
    status: 400,
    title: 'The request does not fit its schema',
    meaning:
      'A parameter, query value or body member is missing, unknown or of the wrong form. `problems` lists each one with its JSON pointer.',
    remedy: 'Correct the members listed in `problems`; the schema is in `/api/openapi.json`.',
  },
  password_too_weak: {
    status: 400,
    title: 'The password can be guessed',
    meaning: 'It is too short, repeats itself, or is made of what others know of the account. `detail` says which.',
    remedy: 'Take a longer one: several words that have nothing to do with each other.',
  },
  invalid_cursor: {
    status: 400,
    title: 'The cursor is not one of ours',
    meaning: 'The cursor was cut, changed or made up.',
    remedy: 'Send the cursor exactly as it was received, or start without one.',
  },
  invalid_filter: {
    status: 400,
    title: 'A filter is not of its form',
    meaning:
      'A TAXII parameter (`added_after`, `limit`, `match[...]`) has a value that the standard does not allow there.',
    remedy: 'Correct the parameter that `detail` names.',
  },
  truncated_body: {
    status: 400,
    title: 'The body ends too early',
    meaning:
      'The connection, or the compressed stream within it, ended before the body was complete. Records before the cut are in the receipt, if one was made.',
    remedy: 'Send the whole batch again with the same idempotency key: nothing is taken twice.',
  },
  unknown_feed: {
    status: 400,
    title: 'No such feed format',
    meaning: 'The format named by the request, or guessed from its first bytes, is none that the server reads.',
    remedy: 'Name one of the formats that `/api/feeds` lists.',
  },
  outbound_refused: {
    status: 400,
    title: 'That destination is not reached from here',
    meaning:
      'The address given is none of a public web server with https: another scheme, a private, local or otherwise special address, a name that leads to one or to none. The answer does not say which.',
    remedy:
      'Give an https address on the public Internet. Operator: the log names the reason; TOCSIN_OUTBOUND_ALLOW opens an inner host.',
  },
  unauthenticated: {
    status: 401,
    title: 'Sign in first',
    meaning: 'The request carries no session or token, or one that is unknown, expired or revoked.',
    remedy: 'Sign in, or send `Authorization: Bearer` with a valid token.',
  },
  sign_in_refused: {
    status: 401,
    title: 'Not signed in',
    meaning:
      'What was shown does not open an account. The answer is the same, and takes as long, whether or not there is such an account.',
    remedy:
      'Check organisation, mail address, password and code, or sign in another way. Lost everything: ask an administrator for a new link.',
  },
  step_up_required: {
    status: 403,
    title: 'Show a second factor once more',
    meaning: 'The act is dangerous, and the last time that this session showed a second factor is too long ago.',
    remedy: 'Show a passkey or a one-time code (`POST /api/session/step-up`) and repeat the request.',
  },
  enrolment_required: {
    status: 403,
    title: 'Add a way to sign in first',
    meaning:
      'The session was opened by an invitation and is good for nothing but adding a passkey, a password or an identity.',
    remedy: 'Add one of them in your account.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    meaning: 'The caller is known, and its organisation, role or scope does not permit this.',
    remedy: 'Ask the operator for the scope named in `scope`, where one is named.',
  },
  source_not_yours: {
    status: 403,
    title: 'The source belongs to another organisation',
    meaning: 'Events can be sent in the name of a source only by the organisation that owns it.',
    remedy: 'Use a token of the owning organisation, or name another source.',
  },
  cross_site_refused: {
    status: 403,
    title: 'The request comes from another site',
    meaning:
      'A change that rests on a session cookie must come from a page of this server (Origin and Sec-Fetch-Site say so); this one did not.',
    remedy:
      'Act from the console, or use a token. Behind a proxy, set TOCSIN_PUBLIC_URL to the address that browsers use.',
  },
  not_loopback: {
    status: 403,
    title: 'A drill answers this machine only',
    meaning: 'The request reached a drill from outside the loopback addresses.',
    remedy: 'Use the machine that runs the drill. A drill is never exposed.',
  },
  drill_only: {
    status: 403,
    title: 'Only in a drill',
    meaning: 'The action exists for drills, and this programme is real.',
    remedy: 'Start a drill in a data directory of its own.',
  },
  real_only: {
    status: 403,
    title: 'Not in a drill',
    meaning: 'The action reaches outside, and this programme is a drill.',
    remedy: 'Use the real programme.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    meaning: 'There is no such address or thing, or the caller may not know that there is.',
    remedy: 'Check the address and the identifier.',
  },
  unknown_source: {
    status: 404,
    title: 'No such source',
    meaning: 'No source of that name is registered.',
    remedy: 'Register the source first, or use a name that `/api/sources` lists.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The address does not take this method',
    meaning: 'The address exists; the `Allow` header lists its methods.',
    remedy: 'Use one of them.',
  },
  not_acceptable: {
    status: 406,
    title: 'The answer exists in no form that is accepted',
    meaning: 'The Accept header allows none of the media types that this address answers with.',
    remedy: 'Accept `application/taxii+json;version=2.1`, or send no Accept header.',
  },
  request_timeout: {
    status: 408,
    title: 'The request took too long to arrive',
    meaning: 'Headers or body were not complete in the time allowed (TOCSIN_REQUEST_TIMEOUT_S).',
    remedy: 'Send again; send large bodies in one go, or as a stream to an address that takes one.',
  },
  slow_sender: {
    status: 408,
    title: 'The body arrives too slowly',
    meaning: 'Over several seconds fewer bytes per second arrived than TOCSIN_SENDER_MIN_BYTES_PER_S.',
    remedy: 'Collect the batch before sending it, and send it again with the same idempotency key.',
  },
  idempotency_key_reused: {
    status: 409,
    title: 'This key was used for something else',
    meaning: 'The Idempotency-Key came before, with another body. Nothing of this body was taken.',
    remedy: 'Send what is new under a new key. To repeat what was sent, send exactly the same body again.',
  },
  conflict: {
    status: 409,
    title: 'It clashes with what is there',
    meaning: 'The thing exists already, or has changed since the caller read it.',
    remedy: 'Read it again and decide anew.',
  },
  last_way_to_sign_in: {
    status: 409,
    title: 'It is the last way to sign in',
    meaning: 'Without it nobody could sign in to this account any more.',
    remedy: 'Add another way to sign in, then remove this one.',
  },
  passkeys_need_a_name: {
    status: 409,
    title: 'Passkeys need a name',
    meaning: 'Browsers bind a passkey to a domain name, and this server was reached by an address.',
    remedy: 'Use the name of the server (on this machine: localhost). Operator: set TOCSIN_PUBLIC_URL.',
  },
  identity_taken: {
    status: 409,
    title: 'The identity is bound already',
    meaning: 'An account is bound to this identity of the provider. One identity opens one account.',
    remedy: 'Sign in at the provider as somebody else, or unbind it there where it is bound.',
  },
  link_not_valid: {
    status: 410,
    title: 'The link does not hold',
    meaning: 'It was used, taken back, has expired, or was never made.',
    remedy: 'Ask whoever invited you for a new one.',
  },
  not_delivered: {
    status: 409,
    title: 'It was not delivered to you',
    meaning:
      'One can say of something that it was read, acted on or useful only after it was delivered to one’s organisation.',
    remedy: 'Read it first, by any channel; for a cursor, give one from behind what was delivered since the last time.',
  },
  gone_cursor: {
    status: 410,
    title: 'The cursor is too old',
    meaning:
      'The cursor belongs to an earlier epoch of the log (a restore began a new one) or lies before its horizon. `resync` is the address to start again from.',
    remedy: 'Follow `resync` and read on from the cursor that it returns.',
  },
  payload_too_large: {
    status: 413,
    title: 'The body is too large',
    meaning: 'The body exceeds the limit of this address.',
    remedy: 'Send less at once.',
  },
  record_too_long: {
    status: 413,
    title: 'One record is too long',
    meaning: 'A single record exceeds TOCSIN_MAX_RECORD_BYTES; reading stopped there.',
    remedy: 'Check that records are separated by line breaks and that the format is the right one.',
  },
  decompression_bomb: {
    status: 413,
    title: 'The body expands beyond reason',
    meaning: 'The compressed body grew to more than TOCSIN_MAX_EXPANSION times its size; reading stopped there.',
    remedy: 'Send it uncompressed or in smaller parts, if it is real.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body is of a type not taken here',
    meaning: 'The `Content-Type` is none that this address reads.',
    remedy: 'Send JSON, or one of the types that the address documents.',
  },
  unsupported_encoding: {
    status: 415,
    title: 'The body is compressed in a way not taken here',
    meaning: 'The `Content-Encoding` is none of identity, gzip, zstd.',
    remedy: 'Compress with gzip or zstd, or not at all.',
  },
  host_not_allowed: {
    status: 421,
    title: 'Not the host that was asked for',
    meaning:
      'The `Host` header names a host that this server does not answer for. In a drill only localhost and loopback addresses count.',
    remedy: 'Use the address printed at the start. For a public name set TOCSIN_PUBLIC_URL.',
  },
  not_an_envelope: {
    status: 422,
    title: 'The body is no TAXII envelope of STIX objects',
    meaning:
      'The body is JSON, but not an object with a list `objects` of at least one object, or it holds what no database can (NUL, lone surrogates).',
    remedy: 'Send `{"objects": [...]}`; `detail` says what is wrong.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    meaning: 'The caller exceeds its rate. `Retry-After` gives the seconds to wait.',
    remedy: 'Wait, then go on more slowly.',
  },
  busy: {
    status: 429,
    title: 'Ingest is full at the moment',
    meaning: 'As many records are in flight as TOCSIN_INGEST_WINDOW permits. Nothing of this batch was taken.',
    remedy: 'Send the batch again after `Retry-After` seconds, with the same idempotency key.',
  },
  headers_too_large: {
    status: 431,
    title: 'The headers are too large',
    meaning: 'The request headers exceed 16 KiB together.',
    remedy: 'Send fewer or shorter headers; clear the cookies of this site.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong here',
    meaning: 'An error that the server did not expect. It is in the log under the request id in `instance`.',
    remedy: 'Try again later; tell the operator the request id.',
  },
  config_invalid: {
    status: 500,
    title: 'The configuration is wrong',
    meaning: 'An environment variable is missing, unknown or malformed. `problems` lists all of them.',
    remedy: 'Correct the variables as docs/operations/configuration.md describes, and start again.',
  },
  migration_changed: {
    status: 500,
    title: 'An applied migration has been changed',
    meaning: 'The checksum of a migration file differs from the one recorded when it was applied.',
    remedy: 'Restore the file, and put the change into a new migration.',
  },
  outbound_unreachable: {
    status: 502,
    title: 'The other server does not answer as it should',
    meaning:
      'No connection, no valid certificate, or an answer that breaks off or cannot be read, from a server that this one had to ask.',
    remedy: 'See whether the address is right and its server is up; operator: the log names the cause.',
  },
  outbound_redirected: {
    status: 502,
    title: 'The other server redirects where nobody follows',
    meaning: 'Too many redirects, or one that leads from https to an unprotected address.',
    remedy: 'Give the address to which it redirects in the end.',
  },
  outbound_too_large: {
    status: 502,
    title: 'The other server answers too much',
    meaning: 'The answer, decompressed, exceeds the limit for its purpose; reading stopped there.',
    remedy: 'Ask for less at once, where the address permits it.',
  },
  provider_failed: {
    status: 502,
    title: 'Single sign-on failed',
    meaning: 'The provider of identities could not be reached, or what it said does not hold. The log has the reason.',
    remedy: 'Try again, or sign in another way. Operator: check the file that TOCSIN_IDENTITY_PROVIDERS names.',
  },
  database_unavailable: {
    status: 503,
    title: 'The database does not answer',
    meaning:
      'No connection to PostgreSQL could be had, or it was lost midway. What was not answered with 2xx may not be stored.',
    remedy: 'Try again after `Retry-After` seconds. Operator: see `/readyz`, DATABASE_URL and the log of PostgreSQL.',
  },
  not_ready: {
    status: 503,
    title: 'Not ready yet',
    meaning: 'The server is starting: database, migrations or workers are not up.',
    remedy: 'Try again after `Retry-After` seconds; `/readyz` gives the reasons.',
  },
  shutting_down: {
    status: 503,
    title: 'The server is stopping',
    meaning: 'The server finishes what it has begun and takes nothing new.',
    remedy: 'Try again after `Retry-After` seconds.',
  },
  worker_failed: {
    status: 503,
    title: 'A worker stopped in the middle of the work',
    meaning: 'A worker thread ended while it held this work; it has been replaced.',
    remedy: 'Send it again with the same idempotency key.',
  },
  outbound_timeout: {
    status: 504,
    title: 'The other server takes too long',
    meaning: 'A server that this one had to ask gave no whole answer in the time for it.',
    remedy: 'Try again later.',
  },
  disk_full: {
    status: 507,
    title: 'No space left',
    meaning: 'The disk of the database is full. Nothing of this request was stored.',
    remedy: 'Operator: make space or shorten TOCSIN_RETENTION_DAYS. Sender: keep the batch and try later.',
  },
} as const satisfies Record<string, CatalogueEntry>;

/** A code of the catalogue. */
export type ErrorCode = keyof typeof errorCatalogue;

/** The page docs/errors.md, as made from the catalogue. */
export function renderErrorsPage(): string {
  const sections = Object.entries<CatalogueEntry>(errorCatalogue).map(
    ([code, entry]) =>
      `## ${code}\n\n${entry.status}: ${entry.title}.\n\n${entry.meaning}\n\n**What to do.** ${entry.remedy}\n`,
  );
  return [
    '# Errors\n',
    'Made from `server/src/kernel/error-catalogue.ts` by `node scripts/generate-docs.ts`: edit there.\n',
    'Every refusal is `application/problem+json` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)). `type` is `/errors/<code>`,',
    '`instance` is the request id (also in the `X-Request-Id` header and in the log), and `code` is one of these:\n',
    ...sections,
  ].join('\n');
}
