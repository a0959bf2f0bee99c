import type { SharingRule } from './decide.ts';

/** What each rule of the decision says, in words, for those who ask why. */
export const explanations: Readonly<Record<SharingRule, string>> = {
  suspended: 'The organisation, or its nation, is suspended.',
  not_enrolled: 'The organisation is not enrolled yet.',
  excluded: 'The release names it among those who do not get it.',
  draft: 'It is a draft: only its organisation has it.',
  withdrawn: 'It was withdrawn.',
  expired: 'The time of its release is over.',
  embargo: 'It is under embargo, and the organisation is no recipient of the embargo.',
  owner: 'It is the organisation’s own.',
  programme: 'The operator keeps the programme’s events.',
  red_channel: 'RED is for people who are named, in person; it goes to no organisation and no machine.',
  red_assurance: 'RED asks who reads to prove anew who they are.',
  red_named: 'The person is named.',
  strict_named: 'AMBER+STRICT: the organisation is named, or belongs to a group that is.',
  amber_named: 'AMBER: the organisation is named, or belongs to a group that is.',
  amber_concerned: 'AMBER: the source agreed, and it concerns the organisation’s constituency.',
  green_enrolled: 'GREEN: for every enrolled organisation.',
  clear_public: 'CLEAR: for everyone.',
  default_deny: 'Nothing in its marking or release gives it to the organisation.',
};
