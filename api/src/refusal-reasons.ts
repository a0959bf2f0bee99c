/**
 * Why a record is held in quarantine instead of becoming an event. The sentence is what screens and receipts show; `detail`
 * of the single case stands beside it.
 */
export const refusalReasons = {
  record_too_long: 'The record is longer than this server takes.',
  too_many_columns: 'The record has more columns than its header, or more than this server takes.',
  too_few_columns: 'The record has fewer columns than its header.',
  bad_quoting: 'A quoted field is not closed, or text follows its closing quote.',
  bad_encoding: 'The record is not valid UTF-8.',
  wrong_encoding: 'The body is not UTF-8 text. Nothing of it was read.',
  nul_byte: 'The record contains a NUL character.',
  not_json: 'The record is not valid JSON.',
  not_an_object: 'The record is JSON, but no object.',
  too_deep: 'The record nests values deeper than this server takes.',
  duplicate_name: 'Two fields of the record have the same name.',
  wrong_type: 'A field holds another type of value than its format says.',
  unknown_format: 'The body is in another format than the feed.',
  unknown_report: 'The columns do not say when something was seen or whom it concerns. Nothing of the body was read.',
  missing_header: 'A record came before the line that names the columns. Nothing of the body was read.',
  unsupported_version: 'The record is in a version of its format that this server does not read.',
  unsupported_object: 'The object is of a type that describes no event.',
  unresolved_reference: 'The record refers to an object that did not come with it.',
  truncated: 'The body ended in the middle of the record.',
  no_time: 'The record says no time, or none that can be read.',
  time_in_future: 'The time lies in the future: the clock of the sensor is wrong, or its time zone.',
  no_concerned_party: 'The record names no address, domain or URL that it concerns.',
  bad_address: 'The address is no IPv4 or IPv6 address.',
  bad_port: 'The port is no number from 0 to 65535.',
} as const;

export type RefusalReason = keyof typeof refusalReasons;

/** The sentence of a reason; the reason itself where it is an old one that no longer exists. */
export function explainRefusal(reason: string): string {
  return (refusalReasons as Readonly<Record<string, string>>)[reason] ?? reason;
}
