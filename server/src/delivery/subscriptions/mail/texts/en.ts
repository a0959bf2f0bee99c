const number = new Intl.NumberFormat('en');
const dateTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${number.format(count)} ${count === 1 ? one : many}`;

/** The texts of mails in English. */
export const en = {
  language: 'en',
  time: (at: Date): string => `${dateTime.format(at)} UTC`,
  marking: (tlp: string): string => `TLP:${tlp.toUpperCase()}`,
  subjects: {
    digest: (programme: string, summary: string): string => `${programme}: ${summary}`,
    urgent: (programme: string, summary: string): string => `Urgent, ${programme}: ${summary}`,
    test: (programme: string): string => `${programme}: a test of your subscription`,
    notice: (programme: string, name: string): string => `${programme}: the subscription ${name} was disabled`,
  },
  summary: ({
    events,
    objects,
    withdrawn,
    mentions,
  }: Record<'events' | 'objects' | 'withdrawn' | 'mentions', number>): string => {
    const parts = [
      ...(events > 0 ? [counted(events, 'event')] : []),
      ...(objects > 0 ? [counted(objects, 'object')] : []),
      ...(withdrawn > 0 ? [`${number.format(withdrawn)} withdrawn`] : []),
      ...(mentions > 0 ? [`${number.format(mentions)} to read in the console`] : []),
    ];
    return parts.length === 0 ? 'nothing new' : parts.join(', ');
  },
  greeting: (name: string): string => `For ${name}`,
  period: (from: string, to: string): string => `What came between ${from} and ${to}.`,
  hosts: (hosts: number): string => `The events are about ${counted(hosts, 'host')}.`,
  families: 'By family',
  nations: 'By country',
  eventLines: (shown: number, all: number): string =>
    shown === all ? 'Events' : `The first ${number.format(shown)} of ${counted(all, 'event')}`,
  objectLines: (shown: number, all: number): string =>
    shown === all ? 'Objects' : `The first ${number.format(shown)} of ${counted(all, 'object')}`,
  withdrawnLines: 'Withdrawn: delete your copies',
  mentions: (count: number): string =>
    `${counted(count, 'item')} for you may not be sent by mail. Read ${count === 1 ? 'it' : 'them'} in the console.`,
  broken: {
    log_restored: 'The programme was restored from a backup: some of what follows may have been sent before.',
    log_gap: 'What came before this is past its retention and was not sent.',
  },
  console: (url: string): string => `Read on in the console: ${url}`,
  unsubscribe: (url: string): string => `End these mails: ${url}`,
  test: 'This is a test. It carries no data; your subscription works.',
  notice: (name: string, why: string): string =>
    `The subscription ${name} was disabled. ${why} Nothing is lost: resume it and it goes on where it stopped.`,
  footer: (marking: string): string =>
    `${marking}. Handle it as https://www.first.org/tlp/ says. Addresses are defanged.`,
};
