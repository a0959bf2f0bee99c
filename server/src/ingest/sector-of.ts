import { sectors, type Sector } from '@tocsin/api/sector.ts';

/** What sources call a sector, beside its own name: Shadowserver by industry (NAICS), others by everyday words. */
const others: Partial<Record<Sector, string>> = {
  transport: 'transportation|transportation and warehousing|transportation systems',
  banking: 'bank|banks|finance|finance and insurance|financial services',
  'financial-market-infrastructure': 'financial market infrastructure',
  health: 'healthcare|health care|health care and social assistance|healthcare and public health',
  'drinking-water': 'water',
  'waste-water': 'wastewater',
  'digital-infrastructure':
    'communications, service provider, and hosting service|communications|telecommunications|telecom|internet service provider',
  'ict-service-management': 'ict service management|managed services',
  'public-administration': 'government|government facilities|public sector',
  'postal-and-courier': 'postal and courier|postal service|postal services',
  chemicals: 'chemical|chemical industry',
  food: 'food and agriculture',
  manufacturing: 'critical manufacturing',
};

const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');

const sectorByName = new Map<string, Sector>(
  sectors.flatMap(({ slug, name }) =>
    [slug, name, ...(others[slug]?.split('|') ?? [])].map((text) => [plain(text), slug] as const),
  ),
);

/** Feeds say the same few names in record after record: as they stood, with what they mean. */
const met = new Map<string, Sector | ''>();
const mostMet = 1_000;

/** The sector of NIS2 that a source's word for one means; '' where it means none for certain. */
export function sectorOf(given: string): Sector | '' {
  if (given === '') return '';
  const known = met.get(given);
  if (known !== undefined) return known;
  const found = sectorByName.get(plain(given)) ?? '';
  if (met.size >= mostMet) met.clear();
  met.set(given, found);
  return found;
}
