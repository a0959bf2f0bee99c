const form = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$/;
const typeForm = /^[a-z](?:[a-z0-9]|-(?=[a-z0-9]))*$/;

/** The length of `--` and a UUID. */
const SUFFIX = 38;

/** The type that an identifier names (STIX 2.1 section 2.9), or `undefined` where the text is none. Linear in the text. */
export function typeOfId(id: string): string | undefined {
  if (id.length <= SUFFIX || id.length > 250 + SUFFIX) return undefined;
  const border = id.length - SUFFIX;
  if (id.charCodeAt(border) !== 45 || id.charCodeAt(border + 1) !== 45 || !form.test(id.slice(border + 2)))
    return undefined;
  const type = id.slice(0, border);
  return isTypeName(type) ? type : undefined;
}

/** STIX 2.1 sections 3.1 and 11.2: lower-case ASCII, digits and single hyphens between them, 3 to 250 characters. */
export function isTypeName(text: string): boolean {
  return text.length >= 3 && text.length <= 250 && typeForm.test(text);
}
