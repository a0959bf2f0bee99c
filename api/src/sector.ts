import { Type } from 'typebox';

/** The sectors of NIS2, Directive (EU) 2022/2555: annex 1 of high criticality, annex 2 other critical ones. */
export const sectors = [
  { slug: 'energy', name: 'Energy', annex: 1 },
  { slug: 'transport', name: 'Transport', annex: 1 },
  { slug: 'banking', name: 'Banking', annex: 1 },
  { slug: 'financial-market-infrastructure', name: 'Financial market infrastructures', annex: 1 },
  { slug: 'health', name: 'Health', annex: 1 },
  { slug: 'drinking-water', name: 'Drinking water', annex: 1 },
  { slug: 'waste-water', name: 'Waste water', annex: 1 },
  { slug: 'digital-infrastructure', name: 'Digital infrastructure', annex: 1 },
  { slug: 'ict-service-management', name: 'ICT service management (business-to-business)', annex: 1 },
  { slug: 'public-administration', name: 'Public administration', annex: 1 },
  { slug: 'space', name: 'Space', annex: 1 },
  { slug: 'postal-and-courier', name: 'Postal and courier services', annex: 2 },
  { slug: 'waste-management', name: 'Waste management', annex: 2 },
  { slug: 'chemicals', name: 'Manufacture, production and distribution of chemicals', annex: 2 },
  { slug: 'food', name: 'Production, processing and distribution of food', annex: 2 },
  { slug: 'manufacturing', name: 'Manufacturing', annex: 2 },
  { slug: 'digital-providers', name: 'Digital providers', annex: 2 },
  { slug: 'research', name: 'Research', annex: 2 },
] as const;

export type Sector = (typeof sectors)[number]['slug'];
export const sectorSlugs: readonly Sector[] = sectors.map((sector) => sector.slug);
export const Sector = Type.Enum(sectorSlugs);
