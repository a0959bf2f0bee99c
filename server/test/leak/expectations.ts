import type { Tlp } from '@tocsin/api';
import { enrolled, type Viewer } from './viewers.ts';

/** In the words of one nation that shares: itself, the other nation, and the rest by name. */
export type Role = 'self' | 'other' | Exclude<Viewer, 'gov-a' | 'gov-b'>;

const members: readonly Role[] = ['self', 'other', 'operator', 'police', 'partner', 'isp'];
if (members.length !== enrolled.length) throw new Error('a kind of member is missing');
const without = (...roles: Role[]): Role[] => members.filter((role) => !roles.includes(role));

interface ObjectCase {
  readonly tlp: Tlp;
  /** Terms of its release; orgs by role. Absent: a draft. */
  readonly terms?: Readonly<Record<string, unknown>>;
  /** What becomes of it later. */
  readonly then?: 'withdrawn' | 'expired';
  /** Who reads its body: written down, and not asked of decide(). */
  readonly readBy: readonly Role[];
}

/** What one nation shares, at every TLP, and who may read it (DESIGN.md section 3, "The sharing rule"). */
export const objectCases: Readonly<Record<string, ObjectCase>> = {
  draft: { tlp: 'clear', readBy: ['self'] },
  red: { tlp: 'red', terms: { people: [{ org: 'other', person: 'duty' }] }, readBy: ['self'] },
  'strict, nobody named': { tlp: 'amber+strict', terms: { concerns: ['nation CZ', 'nation PL'] }, readBy: ['self'] },
  'strict, named': { tlp: 'amber+strict', terms: { orgs: ['police'] }, readBy: ['self', 'police'] },
  'strict, by group': { tlp: 'amber+strict', terms: { groups: ['group'] }, readBy: ['self', 'partner'] },
  'amber, nobody named': { tlp: 'amber', terms: { distribution: 'named' }, readBy: ['self'] },
  'amber, named': { tlp: 'amber', terms: { orgs: ['isp'] }, readBy: ['self', 'isp'] },
  'amber, concerned': {
    tlp: 'amber',
    terms: { distribution: 'concerned', concerns: ['other prefix'] },
    readBy: ['self', 'other'],
  },
  green: { tlp: 'green', terms: {}, readBy: members },
  clear: { tlp: 'clear', terms: {}, readBy: members },
  'green, excluded': { tlp: 'green', terms: { exclusions: ['other', 'isp'] }, readBy: without('other', 'isp') },
  'clear, excluded': { tlp: 'clear', terms: { exclusions: ['operator'] }, readBy: without('operator') },
  'green, embargo': {
    tlp: 'green',
    terms: { embargoUntil: '2030-01-01T00:00:00Z', embargoRecipients: ['partner'] },
    readBy: ['self', 'partner'],
  },
  // The owner may read it, and it stands in no list any more.
  'green, expired': { tlp: 'green', terms: { expiresAt: 'soon' }, then: 'expired', readBy: ['self'] },
  'green, withdrawn': { tlp: 'green', terms: {}, then: 'withdrawn', readBy: [] },
};

/** Events of a nation's sensor about an address of the other nation: whom they reach. The programme keeps all. */
export const eventCases: Readonly<Record<Tlp, readonly Role[]>> = {
  red: ['operator'],
  'amber+strict': ['operator'],
  amber: ['operator', 'other', 'isp'],
  green: ['operator', 'other', 'isp'],
  clear: ['operator', 'other', 'isp'],
};
