import { boolean, integer, string, timestamp } from '../../kinds/basic.ts';
import { hashes } from '../../kinds/encoded.ts';
import { record } from '../../kinds/record.ts';
import { atLeastOneOf } from '../../kinds/rules.ts';
import { sco } from '../object-type.ts';

const v3Extensions = {
  basic_constraints: string,
  name_constraints: string,
  policy_constraints: string,
  key_usage: string,
  extended_key_usage: string,
  subject_key_identifier: string,
  authority_key_identifier: string,
  subject_alternative_name: string,
  issuer_alternative_name: string,
  subject_directory_attributes: string,
  crl_distribution_points: string,
  inhibit_any_policy: string,
  private_key_usage_period_not_before: timestamp,
  private_key_usage_period_not_after: timestamp,
  certificate_policies: string,
  policy_mappings: string,
};

const properties = {
  is_self_signed: boolean,
  hashes,
  version: string,
  serial_number: string,
  signature_algorithm: string,
  issuer: string,
  validity_not_before: timestamp,
  validity_not_after: timestamp,
  subject: string,
  subject_public_key_algorithm: string,
  subject_public_key_modulus: string,
  subject_public_key_exponent: integer(),
  x509_v3_extensions: record('x509-v3-extensions', '6.18.2', {
    optional: v3Extensions,
    rules: [atLeastOneOf('6.18.2', ...Object.keys(v3Extensions))],
  }),
};

export const x509Certificate = sco('x509-certificate', '6.18', '8abcy1o5x9w1', {
  optional: properties,
  rules: [atLeastOneOf('6.18', ...Object.keys(properties), 'extensions')],
  contributing: ['hashes', 'serial_number'],
  naming: ['subject', 'serial_number', 'issuer'],
});
