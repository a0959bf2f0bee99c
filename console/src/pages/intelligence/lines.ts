/** One object a line, or JSON as a whole: what cannot be read as JSON but holds several lines is NDJSON. */
export function isLines(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch {
    return text.trim().includes('\n');
  }
}
