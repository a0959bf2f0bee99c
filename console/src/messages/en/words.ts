import { rsit } from '@tocsin/api/rsit.ts';

/** The vocabulary of the programme, with the definitions that numbers carry on hover. */
export const words = {
  units: {
    events: {
      one: 'event',
      many: 'events',
      meaning: 'One event is one observation by a sensor. The same infected machine makes many.',
    },
    hosts: {
      one: 'host',
      many: 'hosts',
      meaning:
        'A host is an address (with its source port where many customers share it) seen with one malware family.',
    },
    episodes: {
      one: 'episode',
      many: 'episodes',
      meaning: 'An episode is a run of events for one host and family, from first seen until it is clean.',
    },
    values: {
      one: 'value',
      many: 'values',
      meaning: 'A value is one address, name, URL, hash or identifier that was asked for.',
    },
    rows: { one: 'row', many: 'rows', meaning: 'A row is one entry of the audit log.' },
    records: {
      one: 'record',
      many: 'records',
      meaning: 'A record is one line or item of a batch as it was sent, before it is checked.',
    },
    batches: {
      one: 'batch',
      many: 'batches',
      meaning: 'A batch is one body that was sent or one file that was read. It has one receipt.',
    },
    nations: { one: 'nation', many: 'nations', meaning: 'One of the states that may join the programme.' },
    orgs: {
      one: 'organisation',
      many: 'organisations',
      meaning: 'An account holder: operator, government, law enforcement, partner or provider.',
    },
    subscriptions: {
      one: 'subscription',
      many: 'subscriptions',
      meaning: 'What is sent to an organisation by itself, as webhooks or by mail.',
    },
    sources: {
      one: 'source',
      many: 'sources',
      meaning: 'A sensor or feed, with what it declares about the data it sends.',
    },
    objects: {
      one: 'object',
      many: 'objects',
      meaning: 'A STIX object: an indicator, a report, a relationship between two others.',
    },
    groups: { one: 'group', many: 'groups', meaning: 'A set of organisations with a name, to share with.' },
    providers: { one: 'provider', many: 'providers', meaning: 'A network operator, counted by AS number.' },
    families: { one: 'family', many: 'families', meaning: 'A malware family, under one name for all its aliases.' },
    contacts: { one: 'contact', many: 'contacts', meaning: 'A named person of an organisation.' },
    entries: { one: 'entry', many: 'entries', meaning: 'One row of this list.' },
  },
  orgKinds: {
    operator: 'Operator',
    government: 'Government',
    law_enforcement: 'Law enforcement',
    partner: 'Partner',
    isp: 'Internet provider',
  },
  enrolment: { invited: 'Invited', enrolled: 'Enrolled', suspended: 'Suspended' },
  episodeStates: { opened: 'Opened', notified: 'Notified', cleaned: 'Cleaned', returned: 'Returned' },
  outcomes: { accepted: 'accepted', duplicate: 'duplicate', filtered: 'filtered', quarantined: 'quarantined' },
  alarms: { silent: 'went silent', empty: 'sends empty batches', drift: 'changed its columns' },
  /** Type of the Reference Security Incident Taxonomy -> its title. */
  classes: Object.fromEntries(Object.entries(rsit).map(([type, { title }]) => [type, title])) as Readonly<
    Record<string, string>
  >,
  noFamily: 'No family named',
  unknown: 'Not known',
  asNumber: (asn: number) => `AS${asn}`,
  noNetwork: 'No AS number',
  of: (part: string, whole: string) => `${part} of ${whole}`,
  atLeast: (count: string) => `at least ${count}`,
};
