import { account } from './en/account.ts';
import { audit } from './en/audit.ts';
import { events, why } from './en/events.ts';
import { hosts } from './en/hosts.ts';
import { intelligence } from './en/intelligence.ts';
import { lists } from './en/lists.ts';
import { nation } from './en/nation.ts';
import { people } from './en/people.ts';
import { programme } from './en/programme.ts';
import { quarantine } from './en/quarantine.ts';
import { registry } from './en/registry.ts';
import { relations } from './en/relations.ts';
import { sharing } from './en/sharing.ts';
import { shell } from './en/shell.ts';
import { signIn } from './en/sign-in.ts';
import { sources } from './en/sources.ts';
import { subscriptions } from './en/subscriptions.ts';
import { ui } from './en/ui.ts';
import { words } from './en/words.ts';

/** English: one file for each feature, named as its folder in pages/. */
export const en = {
  shell,
  ui,
  words,
  signIn,
  account,
  people,
  programme,
  nation,
  lists,
  events,
  why,
  hosts,
  quarantine,
  intelligence,
  sharing,
  audit,
  registry,
  relations,
  sources,
  subscriptions,
};
