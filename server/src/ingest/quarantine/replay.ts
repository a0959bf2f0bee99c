/** Joins the header that a record needs with the record itself, as a body of one record. */
export function replayBody(header: Uint8Array | null, record: Uint8Array): Buffer {
  const newline = Buffer.from('\n');
  const parts = header === null || header.length === 0 ? [record, newline] : [header, newline, record, newline];
  return Buffer.concat(parts);
}
