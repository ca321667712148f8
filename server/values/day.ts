import { shaped } from './text';

const startOf = (text: string): number => Date.parse(`${text}T00:00:00Z`);

/** `2026-12-01`, a day that there is, of this century. */
export const isDay = (text: string): boolean =>
  /^20\d{2}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(startOf(text)) &&
  new Date(startOf(text)).toISOString().startsWith(text);

/** `2026-12-01`, `2026. 12. 1.`, `2026/12/1`, `20261201`. */
export const day = shaped('day', (plain) => {
  const [, year = '', month = '', date = ''] =
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain) ?? /^(\d{4}) ?[-./] ?(\d{1,2}) ?[-./] ?(\d{1,2})\.?$/.exec(plain) ?? [];
  const text = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(text) ? text : null;
});
