import { float, openVocabulary, string } from '../../kinds/basic.ts';
import { atLeastOneOf, needs } from '../../kinds/rules.ts';
import { sdo } from '../object-type.ts';

export const location = sdo('location', '4.10', 'th8nitr8jb4k', {
  optional: {
    name: string,
    description: string,
    latitude: float({ min: -90, max: 90 }),
    longitude: float({ min: -180, max: 180 }),
    precision: float({ min: 0 }),
    region: openVocabulary('region-ov'),
    country: string,
    administrative_area: string,
    city: string,
    street_address: string,
    postal_code: string,
  },
  rules: [
    atLeastOneOf('4.10', 'region', 'country', 'latitude', 'longitude'),
    needs('4.10', 'latitude', 'longitude'),
    needs('4.10', 'longitude', 'latitude'),
    needs('4.10', 'precision', 'latitude', 'longitude'),
  ],
  naming: ['name', 'city', 'country', 'region'],
});
