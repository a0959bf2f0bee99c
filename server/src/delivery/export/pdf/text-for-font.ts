/** What a font says of its characters. */
export interface Glyphs {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

/**
 * A text that the font can show, with nothing lost and nothing hidden: characters that it lacks, or that turn the direction of
 * writing, stand as `<U+4E2D>`. Line breaks stay.
 */
export function textForFont(text: string, font: Glyphs): string {
  let shown = '';
  for (const character of text.replaceAll('\r\n', '\n').replaceAll('\t', '  ')) {
    const point = character.codePointAt(0) ?? 0;
    const plain =
      character === '\n' || (!/[\p{C}]/u.test(character) && !isRightToLeft(point) && font.hasGlyphForCodePoint(point));
    shown += plain ? character : `<U+${point.toString(16).toUpperCase().padStart(4, '0')}>`;
  }
  return shown;
}

/** Hebrew, Arabic and what follows them: they would be set in the wrong order. */
const isRightToLeft = (point: number): boolean =>
  (point >= 0x590 && point <= 0x8ff) || (point >= 0xfb1d && point <= 0xfefc) || (point >= 0x10800 && point <= 0x10fff);
