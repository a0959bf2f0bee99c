import { drillPlan, type DrillNation } from '@tocsin/api/drill-plan.ts';
import { addressAt4 } from '../addresses.ts';
import { invitedNations, storyNations, suspendedOrg, teamHandle, teamTitle, type StoryNation } from './nations.ts';

/** Rows of the registry's tables, as their CSV files have them. */
export type Row = Readonly<Record<string, string>>;

export interface Cast {
  readonly orgs: readonly Row[];
  readonly constituencies: readonly Row[];
  readonly contacts: readonly Row[];
  readonly families: readonly Row[];
}

/** A network of researchers that lies in no nation. */
export const researchNetwork = '198.19.224.0/24';

/** What the registry knows of a nation. */
export interface KnownNation {
  readonly code: string;
  readonly name: string;
  readonly languages: readonly string[];
  readonly timeZone: string;
}

/** Everybody in the story: teams, providers, police and partners, what they answer for, and whom one calls. */
export function castOf(nations: readonly KnownNation[]): Cast {
  const known = new Map(nations.map((nation) => [nation.code, nation]));
  const nameOf = (code: string): string => known.get(code)?.name ?? code;
  const plan = new Map(drillPlan(nameOf).map((entry) => [entry.nation, entry]));
  const orgs: Row[] = [];
  const constituencies: Row[] = [];
  const contacts: Row[] = [];
  for (const nation of storyNations) {
    const networks = plan.get(nation.code) ?? { nation: nation.code, providers: [] };
    addTeams(nation, nameOf(nation.code), networks, orgs, constituencies, contacts);
    addProviders(networks, orgs, constituencies, contacts);
  }
  for (const partner of partners) {
    orgs.push({
      handle: partner.handle,
      name: partner.name,
      kind: partner.kind,
      nation: '',
      team: '',
      enrolment: 'enrolled',
    });
    constituencies.push(...partner.answersFor.map((entry) => ({ org: partner.handle, shared: 'false', ...entry })));
    contacts.push(deskOf(partner.handle, 'Duty desk'));
  }
  contacts.push(...storyNations.map((nation, at) => dedicatedContact(nation, at, known.get(nation.code))));
  return { orgs, constituencies, contacts, families };
}

function addTeams(
  nation: StoryNation,
  name: string,
  networks: DrillNation,
  orgs: Row[],
  constituencies: Row[],
  contacts: Row[],
): void {
  const country = nation.code.toLowerCase();
  const firstNetwork = networks.providers[0]?.prefixes4[0] ?? '';
  for (const team of nation.teams) {
    const handle = teamHandle(nation, team);
    const enrolment = handle === suspendedOrg ? 'suspended' : invitedNations.has(nation.code) ? 'invited' : 'enrolled';
    orgs.push({ handle, name: teamTitle(team, name), kind: 'government', nation: nation.code, team, enrolment });
    contacts.push(deskOf(handle, 'Duty desk'));
    const add = (kind: string, value: string): unknown =>
      constituencies.push({ org: handle, kind, value, shared: 'false' });
    if (team === nation.teams[0]) {
      add('nation', nation.code);
      add('suffix', `${country}.example`);
    } else if (team === 'government_csirt') {
      add('suffix', `gov.${country}.example`);
      add('prefix', `${addressAt4(firstNetwork, 0)}/26`);
    } else {
      add('suffix', `mil.${country}.example`);
      add('prefix', `${addressAt4(firstNetwork, 64)}/27`);
    }
  }
}

function addProviders({ nation, providers }: DrillNation, orgs: Row[], constituencies: Row[], contacts: Row[]): void {
  for (const { handle, name, asn, prefixes4, prefixes6, sharedAddresses } of providers) {
    orgs.push({
      handle,
      name,
      kind: 'isp',
      nation,
      team: '',
      enrolment: invitedNations.has(nation) ? 'invited' : 'enrolled',
    });
    const entry = (kind: string, value: string, shared: boolean): Row => ({
      org: handle,
      kind,
      value,
      shared: String(shared),
    });
    // The IPv6 network of a mobile provider gives each customer addresses of his own; its AS number stands for both.
    constituencies.push(
      entry('asn', String(asn), false),
      ...prefixes4.map((prefix) => entry('prefix', prefix, sharedAddresses)),
      ...prefixes6.map((prefix) => entry('prefix', prefix, false)),
    );
    contacts.push(deskOf(handle, 'Abuse desk'));
  }
}

interface Partner {
  readonly handle: string;
  readonly name: string;
  readonly kind: 'law_enforcement' | 'partner';
  readonly answersFor: readonly Row[];
}

const partners: readonly Partner[] = [
  {
    handle: 'police-eu',
    name: 'Example Cybercrime Centre',
    kind: 'law_enforcement',
    answersFor: storyNations.map(({ code }) => ({ kind: 'nation', value: code })),
  },
  { handle: 'police-nl', name: 'Example National Police, High Tech Unit', kind: 'law_enforcement', answersFor: [{ kind: 'nation', value: 'NL' }] },
  {
    handle: 'partner-research',
    name: 'Example Research Lab',
    kind: 'partner',
    answersFor: [{ kind: 'prefix', value: researchNetwork }, { kind: 'suffix', value: 'lab.example' }],
  },
  { handle: 'partner-health', name: 'Example Health Sector Exchange', kind: 'partner', answersFor: [{ kind: 'sector', value: 'health' }] },
  { handle: 'partner-bank', name: 'Example Banking Sector Exchange', kind: 'partner', answersFor: [{ kind: 'sector', value: 'banking' }] },
]; // prettier-ignore

function deskOf(org: string, role: string): Row {
  const mailbox = role === 'Abuse desk' ? 'abuse' : 'duty';
  return { org, name: role, role, email: `${mailbox}@${org}.example`, languages: 'en' };
}

/** Each has the next one of the list as deputy. */
function dedicatedContact(nation: StoryNation, at: number, known: KnownNation | undefined): Row {
  const deputy = storyNations[(at + 1) % storyNations.length];
  return {
    org: 'operator',
    name: nation.contact,
    role: 'Dedicated contact',
    email: `${nation.contact.toLowerCase().replace(' ', '.')}@programme.example`,
    // A range that Ofcom keeps for drama: it rings nowhere.
    phone: `+44 20 7946 ${String(100 + at).padStart(4, '0')}`,
    languages: [...new Set([...(known?.languages ?? []), 'en'])].join(' '),
    hours: 'Mon-Fri 08:00-18:00, on call otherwise',
    time_zone: known?.timeZone ?? 'UTC',
    deputy: deputy?.contact ?? '',
    dedicated_to: nation.code,
  };
}

/** The family of the campaign, and the names that feeds have for it. */
export const campaignFamily = 'brassbell stealer';
const families: readonly Row[] = ['brassbell', 'brass bell', 'win.brassbell', 'brassbell_stealer'].map((alias) => ({
  name: campaignFamily,
  alias,
}));
