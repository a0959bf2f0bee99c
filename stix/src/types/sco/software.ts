import { listOf, string } from '../../kinds/basic.ts';
import { cpe } from '../../kinds/formats.ts';
import { language } from '../../kinds/language.ts';
import { sco } from '../object-type.ts';

export const software = sco('software', '6.14', '7rkyhtkdthok', {
  required: { name: string },
  optional: { cpe, swid: string, languages: listOf(language), vendor: string, version: string },
  contributing: ['name', 'cpe', 'swid', 'vendor', 'version'],
});
