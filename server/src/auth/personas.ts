/** A person to play in a drill. `org` is the handle of an org that the drill's story enrols. */
export interface DrillPersona {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly org: string;
  /** Whether they administer the people of their org; at the operator, those of all orgs. */
  readonly administers: boolean;
}

const duty = { role: 'Duty officer, national CSIRT', administers: true };

/** Invented people: their family names are words for a bell. */
export const personas: readonly DrillPersona[] = [
  { id: 'operator-analyst', name: 'Robin Bell', role: 'Analyst on duty', org: 'operator', administers: false },
  { id: 'operator-lead', name: 'Clara Campana', role: 'Programme lead', org: 'operator', administers: true },
  { id: 'pl-duty', name: 'Tomasz Dzwon', org: 'csirt-pl', ...duty },
  { id: 'ee-duty', name: 'Kaja Kell', org: 'csirt-ee', ...duty },
  { id: 'de-duty', name: 'Anke Glocke', org: 'csirt-de', ...duty },
  { id: 'ua-duty', name: 'Oksana Dzvin', org: 'csirt-ua', ...duty },
  { id: 'md-duty', name: 'Ion Clopot', org: 'csirt-md', ...duty },
  { id: 'al-duty', name: 'Era Kambana', org: 'csirt-al', ...duty },
  { id: 'isp-pl-abuse', name: 'Zofia Kurant', role: 'Abuse desk of a provider', org: 'pl-access', administers: true },
  { id: 'isp-de-abuse', name: 'Jens Klingel', role: 'Abuse desk of a provider', org: 'de-mobile', administers: true },
  {
    id: 'police-investigator',
    name: 'Jonas Klok',
    role: 'Cybercrime investigator',
    org: 'police-eu',
    administers: false,
  },
  {
    id: 'partner-researcher',
    name: 'Aino Kello',
    role: 'Researcher of a partner',
    org: 'partner-research',
    administers: false,
  },
];
