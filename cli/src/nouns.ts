import type { Command } from 'commander';
import type { CliContext } from './context.ts';

/** A module of commands/: adds its noun with its verbs to the program. */
export interface CommandModule {
  register(program: Command, context: () => CliContext): void;
}

interface Noun {
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

/** Every noun of the command line; its module is loaded when it is called. */
export const nouns: Readonly<Record<string, Noun>> = {
  start: {
    summary: 'start the server and, unless told otherwise, the drill',
    load: () => import('./commands/start.ts'),
  },
  init: { summary: 'the first operator: a one-time enrolment link', load: () => import('./commands/init.ts') },
  lookup: { summary: 'what is known of many values at once', load: () => import('./commands/lookup.ts') },
  nation: { summary: 'the eligible nations', load: () => import('./commands/nation.ts') },
  org: { summary: 'organisations and what they answer for', load: () => import('./commands/org.ts') },
  contact: { summary: 'contacts of organisations', load: () => import('./commands/contact.ts') },
  registry: { summary: 'export and import of registry tables as CSV', load: () => import('./commands/registry.ts') },
  family: { summary: 'malware families and their aliases', load: () => import('./commands/family.ts') },
  'ip-data': {
    summary: 'which network an address belongs to: compiled snapshots',
    load: () => import('./commands/ip-data.ts'),
  },
  warninglist: { summary: 'addresses and names that are no findings', load: () => import('./commands/warninglist.ts') },
  token: { summary: 'API tokens', load: () => import('./commands/token.ts') },
  machine: { summary: 'client certificates and OAuth clients', load: () => import('./commands/machine.ts') },
  source: { summary: 'what is sent, by whom, and how far it may go', load: () => import('./commands/source.ts') },
  collection: { summary: 'TAXII collections and rights in them', load: () => import('./commands/collection.ts') },
  ingest: { summary: 'send files of events', load: () => import('./commands/ingest.ts') },
  batch: { summary: 'receipts of what was sent', load: () => import('./commands/batch.ts') },
  quarantine: { summary: 'records that were refused', load: () => import('./commands/quarantine.ts') },
  events: { summary: 'read events, or follow them live', load: () => import('./commands/events.ts') },
  export: {
    summary: 'intelligence as STIX, MISP, CSV, NDJSON or PDF',
    load: () => import('./commands/export.ts'),
  },
  subscription: {
    summary: 'what is sent by itself, as webhooks and mail',
    load: () => import('./commands/subscription.ts'),
  },
  audit: { summary: 'who did and saw what, and its proof', load: () => import('./commands/audit.ts') },
  backup: { summary: 'write the whole database to a file', load: () => import('./commands/backup.ts') },
  restore: { summary: 'bring a backup into a database', load: () => import('./commands/restore.ts') },
  migrate: { summary: "bring a database's schema up to date", load: () => import('./commands/migrate.ts') },
};

/** Global options that take a value: what follows them is no noun. */
const valued: ReadonlySet<string> = new Set(['--server', '--token']);

/** The noun that the arguments call, if any. */
export function nounOf(args: readonly string[]): string | undefined {
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (valued.has(arg)) at += 1;
    else if (!arg.startsWith('-')) return Object.hasOwn(nouns, arg) ? arg : undefined;
  }
  return undefined;
}
