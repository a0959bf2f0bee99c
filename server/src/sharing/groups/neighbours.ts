/**
 * Land borders between eligible nations (ISO 3166-1 alpha-2), each pair once, the lower code first. Borders with states
 * that are not eligible have nobody to share with; fixed links over water are no borders.
 */
const borders =
  'AL-GR AL-ME AL-MK AL-XK AT-CH AT-CZ AT-DE AT-HU AT-IT AT-LI AT-SI AT-SK BA-HR BA-ME BA-RS BE-DE BE-FR BE-LU BE-NL BG-GR ' +
  'BG-MK BG-RO BG-RS BG-TR CH-DE CH-FR CH-IT CH-LI CY-GB CZ-DE CZ-PL CZ-SK DE-DK DE-FR DE-LU DE-NL DE-PL EE-LV ES-FR ES-GB ' +
  'ES-PT FI-NO FI-SE FR-IT FR-LU FR-MC GB-IE GE-TR GR-MK GR-TR HR-HU HR-ME HR-RS HR-SI HU-RO HU-RS HU-SI HU-SK HU-UA IT-SI ' +
  'IT-VA LT-LV LT-PL MD-RO MD-UA ME-RS ME-XK MK-RS MK-XK NO-SE PL-SK PL-UA RO-RS RO-UA RS-XK SK-UA';

const neighbours = new Map<string, Set<string>>();
for (const border of borders.split(' ')) {
  const [a = '', b = ''] = border.split('-');
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const known = neighbours.get(one) ?? new Set();
    neighbours.set(one, known.add(other));
  }
}

/** The eligible nations with which a nation has a land border, sorted; none for an island. */
export function neighboursOf(nation: string): string[] {
  return [...(neighbours.get(nation) ?? [])].sort();
}
