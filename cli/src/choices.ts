/** Closed word lists of the API that options offer. */
export const enrolments = ['invited', 'enrolled', 'suspended'] as const;
export const teams = ['national_csirt', 'government_csirt', 'other'] as const;
export const warninglistKinds = ['scanner', 'researcher', 'sinkhole', 'resolver', 'benign'] as const;
export const registryTables = [
  'nations',
  'orgs',
  'constituencies',
  'contacts',
  'families',
  'autonomous-systems',
] as const;
