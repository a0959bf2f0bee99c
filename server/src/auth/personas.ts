/** A person to play in a drill. `org` is the handle of an org that the drill's story enrols. */
export interface DrillPersona {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly org: string;
}

/** Invented people: their family names are words for a bell. */
export const personas: readonly DrillPersona[] = [
  { id: 'operator-analyst', name: 'Robin Bell', role: 'Analyst on duty', org: 'operator' },
  { id: 'operator-lead', name: 'Clara Campana', role: 'Programme lead', org: 'operator' },
  { id: 'pl-duty', name: 'Tomasz Dzwon', role: 'Duty officer, national CSIRT', org: 'csirt-pl' },
  { id: 'ee-duty', name: 'Kaja Kell', role: 'Duty officer, national CSIRT', org: 'csirt-ee' },
  { id: 'de-duty', name: 'Anke Glocke', role: 'Duty officer, national CSIRT', org: 'csirt-de' },
  { id: 'ua-duty', name: 'Oksana Dzvin', role: 'Duty officer, national CSIRT', org: 'csirt-ua' },
  { id: 'md-duty', name: 'Ion Clopot', role: 'Duty officer, national CSIRT', org: 'csirt-md' },
  { id: 'al-duty', name: 'Era Kambana', role: 'Duty officer, national CSIRT', org: 'csirt-al' },
  { id: 'isp-pl-abuse', name: 'Zofia Kurant', role: 'Abuse desk of a provider', org: 'pl-access' },
  { id: 'isp-de-abuse', name: 'Jens Klingel', role: 'Abuse desk of a provider', org: 'de-mobile' },
  { id: 'police-investigator', name: 'Jonas Klok', role: 'Cybercrime investigator', org: 'police-eu' },
  { id: 'partner-researcher', name: 'Aino Kello', role: 'Researcher of a partner', org: 'partner-research' },
];
