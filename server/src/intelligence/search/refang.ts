/** What a defanged indicator means: `hxxps://c2[.]example[.]org` is `https://c2.example.org`. Text that is none stays as it is. */
export function refang(text: string): string {
  return text
    .replace(/^(?:hxxp|hXXp|h\*\*p|htxp|meow)(s?)(?=:\/\/|\[:|\[\/|:\[)/i, 'http$1')
    .replace(/^fxp(s?)(?=:\/\/)/i, 'ftp$1')
    .replace(/[[({<]\s?(?:\.|dot)\s?[\])}>]/gi, '.')
    .replace(/[[({<]\s?(?:@|at)\s?[\])}>]/gi, '@')
    .replace(/[[({]:[\])}]/g, ':')
    .replace(/[[({]:\/\/[\])}]/g, '://')
    .replace(/\[\/\]/g, '/')
    .replace(/\\\./g, '.');
}
