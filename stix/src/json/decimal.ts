const form = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** A decimal without leading or trailing zeros: 0.digits times ten to the power of `exponent`. Zero has no digits. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

/** The value of a JSON number, exactly. Exponents beyond 2^53 are not told apart; no double is that large. */
function decimalOf(text: string): Decimal {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = form.exec(text) ?? [];
  const all = whole + fraction;
  let start = 0;
  while (start < all.length && all.charCodeAt(start) === 48) start += 1;
  let end = all.length;
  while (end > start && all.charCodeAt(end - 1) === 48) end -= 1;
  if (start === end) return { negative: false, digits: '', exponent: 0 };
  return { negative: sign === '-', digits: all.slice(start, end), exponent: whole.length - start + Number(exponent) };
}

/** Whether two JSON numbers name the same value: 1.0 and 1, 1e2 and 100, but not two large integers that share a double. */
export function sameDecimal(a: string, b: string): boolean {
  if (a === b) return true;
  const [first, second] = [decimalOf(a), decimalOf(b)];
  return first.negative === second.negative && first.digits === second.digits && first.exponent === second.exponent;
}

/** Whether the double nearest to a JSON number prints as the same value, so that nothing is lost by holding it as a number. */
export function isExact(text: string, value: number): boolean {
  return Number.isFinite(value) && sameDecimal(text, String(value));
}
