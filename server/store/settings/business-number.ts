/** 사업자등록번호: ten digits, the last of which checks the others. */
const WEIGHTS = [1, 3, 7, 1, 3, 7, 1, 3, 5] as const;

/** `123-45-67890`, or null for what isn't ten digits. */
export function normalizeBusinessNumber(plain: string): string | null {
  const digits = plain.replaceAll(/[\s-]/g, '');
  return /^\d{10}$/.test(digits) ? `${digits.slice(0, 3)}-${digits.slice(3, 5)}-${digits.slice(5)}` : null;
}

/** False for a number that the tax office can't have given: a digit is probably wrong. */
export function hasRightCheckDigit(number: string): boolean {
  const digits = Array.from(number.replaceAll('-', ''), Number);
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * (digits[at] ?? 0), 0);
  const carried = Math.floor(((digits[8] ?? 0) * 5) / 10);
  return (10 - ((sum + carried) % 10)) % 10 === digits[9];
}
