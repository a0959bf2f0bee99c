import { textKind, type Kind } from './kind.ts';

/** RFC 5646 section 2.1, well-formed: language, script, region, variants, extensions, private use; or registered whole. */
const form =
  /^(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+|i-[a-z]+|en-gb-oed|sgn-(?:be-fr|be-nl|ch-de))$/i;

/** The languages of two letters in the IANA registry: ISO 639-1, and what it once held. All others have three, or more. */
const twoLetters = new Set(
  `aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo
  fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw
  ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru
  rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za
  zh zu`.split(/\s+/),
);

/** Whether a text is a language tag (RFC 5646). */
export function isLanguage(text: string): boolean {
  if (text.length > 100 || !form.test(text)) return false;
  const [primary = ''] = text.toLowerCase().split('-', 1);
  return primary.length !== 2 || twoLetters.has(primary);
}

export const language: Kind = textKind('language', '3.2', isLanguage, 'This is no language code (RFC 5646)');
