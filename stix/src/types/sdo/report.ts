import { listOf, openVocabulary, string, timestamp } from '../../kinds/basic.ts';
import { objectReference } from '../../kinds/identifier.ts';
import { sdo } from '../object-type.ts';

export const reportType = sdo('report', '4.16', 'n8bjzg1ysgdq', {
  required: { name: string, published: timestamp, object_refs: listOf(objectReference('4.16')) },
  optional: { description: string, report_types: listOf(openVocabulary('report-type-ov')) },
});
