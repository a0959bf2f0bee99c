import type { ReleaseTermsInput } from '@tocsin/api';

/** The terms as the form holds them: every field is there, empty where nothing is said. */
export interface TermsForm {
  defaultTlp: string | null;
  distribution: 'named' | 'concerned';
  orgs: string[];
  groups: string[];
  exclusions: string[];
  /** As a datetime-local field has it, meant as UTC. */
  embargoUntil: string;
  embargoRecipients: string[];
  /** One person a line: organisation, then name. */
  people: string;
}

export const noTerms: TermsForm = {
  defaultTlp: null,
  distribution: 'named',
  orgs: [],
  groups: [],
  exclusions: [],
  embargoUntil: '',
  embargoRecipients: [],
  people: '',
};

/** The people of RED: lines of an organisation and a name; a line without a name is not one yet. */
export function peopleIn(text: string): { org: string; person: string }[] {
  return text.split('\n').flatMap((line) => {
    const [, org, person] = /^\s*([a-z0-9][a-z0-9-]{1,62})[\s,;:]+(\S.*?)\s*$/.exec(line) ?? [];
    return org === undefined || person === undefined ? [] : [{ org, person }];
  });
}

/** What the API is asked: what is empty is left out. */
export function termsOf(form: TermsForm): ReleaseTermsInput {
  const people = peopleIn(form.people);
  const lists = ['orgs', 'groups', 'exclusions'] as const;
  return {
    distribution: form.distribution,
    ...(form.defaultTlp !== null && { defaultTlp: form.defaultTlp as NonNullable<ReleaseTermsInput['defaultTlp']> }),
    ...Object.fromEntries(lists.filter((name) => form[name].length > 0).map((name) => [name, form[name]])),
    ...(form.embargoUntil !== '' && {
      embargoUntil: `${form.embargoUntil.slice(0, 16)}:00Z`,
      ...(form.embargoRecipients.length > 0 && { embargoRecipients: form.embargoRecipients }),
    }),
    ...(people.length > 0 && { people }),
  };
}
