import { tlpLevels, type MailPlan, type Subscription, type SubscriptionFilter } from '@tocsin/api';
import { textIn } from '../../ui/form-data.ts';

/** Entries between commas: names of families hold spaces. */
function entriesIn(data: FormData, name: string): string[] {
  return textIn(data, name)
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

const members = { events: ['families', 'classes', 'nations', 'severities'], objects: ['types'] } as const;

/** The filter that a form describes; empty fields filter nothing. */
export function filterIn(data: FormData, subject: Subscription['subject']): SubscriptionFilter {
  const tlp = tlpLevels.find((level) => level === textIn(data, 'tlp'));
  const lists = members[subject].map((name) => [name, entriesIn(data, name)] as const);
  return {
    ...Object.fromEntries(lists.filter(([, entries]) => entries.length > 0)),
    ...(tlp !== undefined && { tlp }),
  };
}

/** When mail goes out, as a form describes it. */
export function planIn(data: FormData): MailPlan {
  const every = (['day', 'week', 'never'] as const).find((word) => word === textIn(data, 'every')) ?? 'day';
  const [at, from, to] = ['at', 'quietFrom', 'quietTo'].map((name) => textIn(data, name).slice(0, 5));
  return {
    every,
    urgent: entriesIn(data, 'urgent'),
    ...(at !== undefined && at !== '' && { at }),
    ...(from !== undefined && from !== '' && to !== undefined && to !== '' && { quiet: { from, to } }),
  };
}
