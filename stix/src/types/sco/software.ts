import { listOf, string } from '../../kinds/basic.ts';
import { cpe, language } from '../../kinds/formats.ts';
import { sco } from '../object-type.ts';

export const software = sco('software', '6.14', '7rkyhtkdthok', {
  required: { name: string },
  optional: { cpe, swid: string, languages: listOf(language), vendor: string, version: string },
  contributing: ['name', 'cpe', 'swid', 'vendor', 'version'],
});
