import { availableParallelism } from 'node:os';
import {
  addresses,
  bytes,
  destinations,
  flag,
  integer,
  networks,
  oneOf,
  someOf,
  text,
  url,
  type Kind,
} from './config-kinds.ts';

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

/** One variable of the environment. */
export interface Setting<T> {
  readonly env: string;
  readonly kind: Kind<T>;
  /** The value when the variable is unset or empty; without one the setting is optional. */
  readonly default?: T;
  /** The default in words, where it depends on the machine. */
  readonly defaultMeaning?: string;
  readonly meaning: string;
  /** Never shown or logged. */
  readonly secret?: true;
}

interface WithDefault<T> extends Setting<T> {
  readonly default: T;
}

// Lets each line of the table infer its own T, and keeps "has a default" in the type.
function setting<T>(entry: WithDefault<T>): WithDefault<T>;
function setting<T>(entry: Setting<T>): Setting<T>;
function setting<T>(entry: Setting<T>): Setting<T> {
  return entry;
}

/** Everything that can be configured. The type `Config` and docs/operations/configuration.md come from this table. */
export const configTable = {
  host: setting({
    env: 'TOCSIN_HOST',
    kind: text,
    default: '127.0.0.1',
    meaning: 'Address to listen on. A drill takes loopback addresses only.',
  }),
  port: setting({
    env: 'TOCSIN_PORT',
    kind: integer(0, 65535),
    default: 8080,
    meaning: 'TCP port to listen on; 0 takes a free one.',
  }),
  publicUrl: setting({
    env: 'TOCSIN_PUBLIC_URL',
    kind: url('https', 'http'),
    meaning:
      'The address that members use. Once set, requests with another `Host` are refused, cookies follow its scheme, and links in mail and feeds begin with it.',
  }),
  trustedProxies: setting({
    env: 'TOCSIN_TRUSTED_PROXIES',
    kind: networks,
    default: [],
    defaultMeaning: 'none',
    meaning: 'Proxies whose `X-Forwarded-*` and `X-Request-Id` headers count. From anybody else they are ignored.',
  }),
  tlsCert: setting({
    env: 'TOCSIN_TLS_CERT',
    kind: text,
    meaning:
      'File with the certificate of this server and those that lead to its authority (PEM). With it the server speaks TLS 1.2 and 1.3 and nothing else on its port. A renewed file is taken up within seconds; connections stay.',
  }),
  tlsKey: setting({
    env: 'TOCSIN_TLS_KEY',
    kind: text,
    meaning: 'File with the private key of that certificate (PEM).',
  }),
  tlsClientCertificates: setting({
    env: 'TOCSIN_TLS_CLIENT_CERTIFICATES',
    kind: flag,
    default: false,
    meaning:
      'Whether clients are asked for a certificate. Machines are known by the fingerprints that are registered for their organisation; everybody else goes on without one.',
  }),
  tlsClientCa: setting({
    env: 'TOCSIN_TLS_CLIENT_CA',
    kind: text,
    meaning:
      'File with the authorities (PEM) by which client certificates must be issued, besides being registered. Asks clients for a certificate.',
  }),
  tlsRedirectPort: setting({
    env: 'TOCSIN_TLS_REDIRECT_PORT',
    kind: integer(0, 65535),
    meaning: 'A port on which requests without TLS are sent on to the same address with https. Unset: none.',
  }),
  drill: setting({
    env: 'TOCSIN_DRILL',
    kind: flag,
    default: false,
    meaning:
      'Whether a new database is born as a drill. A database never changes from one to the other: with the wrong value the server refuses to start. `npm start` sets it unless `--no-drill` is given.',
  }),
  roles: setting({
    env: 'TOCSIN_ROLES',
    kind: someOf('web', 'ingest', 'worker'),
    default: ['web', 'ingest', 'worker'],
    meaning: 'What this process does: answer people and machines, take events, run jobs.',
  }),
  dataDir: setting({
    env: 'TOCSIN_DATA',
    kind: text,
    default: '.data',
    meaning: 'Directory of the embedded database, IP snapshots and other files of this programme.',
  }),
  databaseUrl: setting({
    env: 'DATABASE_URL',
    kind: url('postgres', 'postgresql'),
    secret: true,
    meaning: 'An external PostgreSQL 17 or later, as the role tocsin_app. Without it the embedded one runs.',
  }),
  databaseOwnerUrl: setting({
    env: 'TOCSIN_DATABASE_OWNER_URL',
    kind: url('postgres', 'postgresql'),
    secret: true,
    meaning:
      'The same database as the role tocsin_owner, to migrate it. Without it an external database must be migrated already (`tocsin migrate`).',
  }),
  databaseConnections: setting({
    env: 'TOCSIN_DATABASE_CONNECTIONS',
    kind: integer(4, 500),
    default: 20,
    meaning: 'Most connections to PostgreSQL that this process opens for requests.',
  }),
  logLevel: setting({
    env: 'TOCSIN_LOG_LEVEL',
    kind: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    default: 'info',
    meaning: 'Least level that is logged.',
  }),
  metricsToken: setting({
    env: 'TOCSIN_METRICS_TOKEN',
    kind: text,
    secret: true,
    meaning: 'Bearer token for `/metrics`. Without it `/metrics` answers loopback addresses only.',
  }),
  authKey: setting({
    env: 'TOCSIN_AUTH_KEY',
    kind: text,
    secret: true,
    meaning:
      'Key that seals secrets of one-time codes in the database: 32 bytes, base64. Unset, one is made in the data directory (`auth.key`). The same for all processes; backups do not hold it.',
  }),
  identityProviders: setting({
    env: 'TOCSIN_IDENTITY_PROVIDERS',
    kind: text,
    meaning:
      'JSON file of providers for single sign-on (docs/operations/sign-in.md). It holds their secrets: readable by the server alone.',
  }),
  requestTimeoutS: setting({
    env: 'TOCSIN_REQUEST_TIMEOUT_S',
    kind: integer(1, 3600),
    default: 30,
    meaning:
      'Seconds in which a request with an ordinary body must have arrived. Event uploads may take as long as they keep the pace below.',
  }),
  senderMinBytesPerS: setting({
    env: 'TOCSIN_SENDER_MIN_BYTES_PER_S',
    kind: integer(0, 100 * MiB),
    default: 512,
    meaning: 'Slowest pace of an upload, averaged over ten seconds; slower senders are cut off. 0: no limit.',
  }),
  drainS: setting({
    env: 'TOCSIN_DRAIN_S',
    kind: integer(0, 600),
    default: 20,
    meaning: 'Seconds that running requests and jobs get to finish when the server stops.',
  }),
  maxBodyBytes: setting({
    env: 'TOCSIN_MAX_BODY_BYTES',
    kind: bytes(1024, GiB),
    default: MiB,
    defaultMeaning: '1MiB',
    meaning: 'Largest body of an ordinary request. Event uploads are streamed and have no limit.',
  }),
  maxRecordBytes: setting({
    env: 'TOCSIN_MAX_RECORD_BYTES',
    kind: bytes(1024, 64 * MiB),
    default: MiB,
    defaultMeaning: '1MiB',
    meaning: 'Longest single record (line) of an upload.',
  }),
  maxColumns: setting({
    env: 'TOCSIN_MAX_COLUMNS',
    kind: integer(1, 100_000),
    default: 1000,
    meaning: 'Most columns of a CSV upload.',
  }),
  maxExpansion: setting({
    env: 'TOCSIN_MAX_EXPANSION',
    kind: integer(2, 100_000),
    default: 200,
    meaning: 'Most times that a compressed upload may grow, once it has passed 64 MiB.',
  }),
  ingestWorkers: setting({
    env: 'TOCSIN_INGEST_WORKERS',
    kind: integer(1, 256),
    default: Math.max(1, availableParallelism() - 1),
    defaultMeaning: 'number of cores less one, at least 1',
    meaning: 'Threads that decode, validate, enrich and route events.',
  }),
  ingestWindow: setting({
    env: 'TOCSIN_INGEST_WINDOW',
    kind: integer(1000, 10_000_000),
    default: 50_000,
    meaning: 'Most records in flight between upload and commit. Beyond it uploads wait, then get 429.',
  }),
  watchDir: setting({
    env: 'TOCSIN_WATCH_DIR',
    kind: text,
    meaning: 'Folder whose new files are ingested. Unset: none is watched.',
  }),
  outboundAllow: setting({
    env: 'TOCSIN_OUTBOUND_ALLOW',
    kind: destinations,
    default: [],
    defaultMeaning: 'none',
    meaning:
      'Beyond the public Internet: what webhooks, TAXII peers and other requests of the server may reach, also without https. A drill reaches nothing else.',
  }),
  outboundDeny: setting({
    env: 'TOCSIN_OUTBOUND_DENY',
    kind: networks,
    default: [],
    defaultMeaning: 'none',
    meaning: "What requests of the server never reach, such as the programme's own networks at public addresses.",
  }),
  outboundDns: setting({
    env: 'TOCSIN_OUTBOUND_DNS',
    kind: addresses,
    default: [],
    defaultMeaning: "the machine's resolver",
    meaning: 'Addresses of the DNS servers that are asked for the names which requests of the server go to.',
  }),
  smtpUrl: setting({
    env: 'TOCSIN_SMTP_URL',
    kind: url('smtp', 'smtps'),
    secret: true,
    meaning: 'The mail server that digests and notices leave by, with user and password. Unset: no mail is sent.',
  }),
  mailFrom: setting({
    env: 'TOCSIN_MAIL_FROM',
    kind: text,
    default: 'Tocsin <tocsin@localhost>',
    meaning: 'Sender of mails, `Name <address>`.',
  }),
  mailCertificate: setting({
    env: 'TOCSIN_MAIL_CERTIFICATE',
    kind: text,
    meaning: 'File (PEM) with the S/MIME certificate of the sender and its chain. Unset: mails are not signed.',
  }),
  mailKey: setting({
    env: 'TOCSIN_MAIL_KEY',
    kind: text,
    meaning: 'File (PEM) with the key of that certificate.',
  }),
  mailsPerHour: setting({
    env: 'TOCSIN_MAILS_PER_HOUR',
    kind: integer(1, 1000),
    default: 6,
    meaning: 'Most mails to one address in an hour; what comes meanwhile goes with the next.',
  }),
  subscriptionDisableDays: setting({
    env: 'TOCSIN_SUBSCRIPTION_DISABLE_DAYS',
    kind: integer(1, 90),
    default: 5,
    meaning: 'Days on which every attempt failed, after which a subscription is disabled and its organisation told.',
  }),
  retentionDays: setting({
    env: 'TOCSIN_RETENTION_DAYS',
    kind: integer(1, 3650),
    default: 90,
    meaning: 'Days that events are kept. Older events are filtered on arrival (`too_old`).',
  }),
  auditDays: setting({
    env: 'TOCSIN_AUDIT_DAYS',
    kind: integer(30, 36_500),
    default: 1095,
    meaning: 'Days that rows of the audit log and receipts are kept. Older ones go up to a signed checkpoint.',
  }),
  auditNameDays: setting({
    env: 'TOCSIN_AUDIT_NAME_DAYS',
    kind: integer(1, 36_500),
    default: 365,
    meaning:
      'Days that the audit log can name who acted; then the names of that month are erased, and the log still verifies.',
  }),
  auditAddressDays: setting({
    env: 'TOCSIN_AUDIT_ADDRESS_DAYS',
    kind: integer(1, 36_500),
    default: 90,
    meaning: 'The same for the addresses from which they acted.',
  }),
  auditKeyFile: setting({
    env: 'TOCSIN_AUDIT_KEY_FILE',
    kind: text,
    meaning:
      'PEM file (PKCS 8) with the Ed25519 key that signs checkpoints of the audit log. Unset: `audit-signing.key` in the data directory, made at the first start.',
  }),
  checkpointMinutes: setting({
    env: 'TOCSIN_CHECKPOINT_MINUTES',
    kind: integer(1, 1440),
    default: 10,
    meaning: 'Least minutes between two signed checkpoints of the audit log and receipts.',
  }),
  episodeGapDays: setting({
    env: 'TOCSIN_EPISODE_GAP_DAYS',
    kind: integer(1, 365),
    default: 7,
    meaning: 'Days without an event after which a host counts as clean; the next event opens a new episode.',
  }),
} as const;

/** Variables of the same prefix that other programs of the house read; the server knows and ignores them. */
export const clientVariables: Readonly<Record<string, string>> = {
  TOCSIN_URL: 'Command line: address of the server.',
  TOCSIN_TOKEN: 'Command line: API token.',
  TOCSIN_DEV_SERVER: 'Console in development: the server that `/api` is forwarded to.',
};

/** The table as a list, for loops that need no key types. */
export const settings: readonly (readonly [name: string, setting: Setting<unknown>])[] =
  Object.entries<Setting<unknown>>(configTable);

/** A default as the page shows it. */
function shownDefault(entry: Setting<unknown>): string {
  if (entry.defaultMeaning !== undefined) return entry.defaultMeaning;
  return entry.default === undefined ? 'unset' : `\`${entry.kind.write(entry.default)}\``;
}

/** The page docs/operations/configuration.md, as made from the table. */
export function renderConfigurationPage(): string {
  const row = (...cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [
    '# Configuration',
    '',
    'Made from `server/src/kernel/config-table.ts` by `node scripts/generate-docs.ts`: edit there.',
    '',
    'Tocsin is configured by environment variables alone. An empty variable counts as unset. All mistakes are reported at',
    'once at the start, and an unknown name that begins with `TOCSIN_` is one of them. Variables marked *secret* are never',
    'shown or logged.',
    '',
    row('variable', 'form', 'default', 'meaning'),
    row('---', '---', '---', '---'),
    ...settings.map(([, entry]) =>
      row(
        `\`${entry.env}\``,
        entry.kind.form,
        shownDefault(entry),
        `${entry.meaning}${entry.secret ? ' *Secret.*' : ''}`,
      ),
    ),
    '',
    'Other programs of the house read these; the server ignores them:',
    '',
    row('variable', 'meaning'),
    row('---', '---'),
    ...Object.entries(clientVariables).map(([name, meaning]) => row(`\`${name}\``, meaning)),
    '',
  ].join('\n');
}
