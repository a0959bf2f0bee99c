import { own } from '../../json/json.ts';
import { boolean, listOf, string, timestamp } from '../../kinds/basic.ts';
import { referenceTo } from '../../kinds/identifier.ts';
import type { CrossRule } from '../../kinds/kind.ts';
import { record } from '../../kinds/record.ts';
import { atLeastOneOf, notBoth } from '../../kinds/rules.ts';
import { anyOf, dictionaryOf } from '../../kinds/structures.ts';
import { report } from '../../problem.ts';
import { sco } from '../object-type.ts';

const address = referenceTo('6.6', 'email-addr');

const part = record('email-mime-component', '6.6.2', {
  optional: {
    body: string,
    body_raw_ref: referenceTo('6.6.2', 'artifact', 'file'),
    content_type: string,
    content_disposition: string,
  },
  rules: [atLeastOneOf('6.6.2', 'body', 'body_raw_ref'), notBoth('6.6.2', 'body', 'body_raw_ref')],
});

/** A message is either one body or several parts. */
const excludedBody = (multipart: boolean, property: string): CrossRule => ({
  rule: 'multipart',
  check(object, to) {
    if (own(object, 'is_multipart') !== multipart || own(object, property) === undefined) return;
    report(to, 'multipart', '6.6', `Where is_multipart is ${multipart}, there is no ${property}.`, property);
  },
});

export const emailMessage = sco('email-message', '6.6', 'grboc7sq5514', {
  required: { is_multipart: boolean },
  optional: {
    date: timestamp,
    content_type: string,
    from_ref: address,
    sender_ref: address,
    to_refs: listOf(address),
    cc_refs: listOf(address),
    bcc_refs: listOf(address),
    message_id: string,
    subject: string,
    received_lines: listOf(string),
    additional_header_fields: dictionaryOf(anyOf('6.6', listOf(string), string)),
    body: string,
    body_multipart: listOf(part),
    raw_email_ref: referenceTo('6.6', 'artifact'),
  },
  rules: [excludedBody(true, 'body'), excludedBody(false, 'body_multipart')],
  contributing: ['from_ref', 'subject', 'body'],
  naming: ['subject', 'message_id'],
});
