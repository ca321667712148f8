import type { Area } from './model';

type Range = Pick<Area, 'postcodeFrom' | 'postcodeUntil'>;

/** @param postcode five digits; null while it isn't known */
export const areaOf = (areas: readonly Area[], postcode: string | null): Area | null =>
  areas.find((area) => postcode !== null && area.postcodeFrom <= postcode && postcode <= area.postcodeUntil) ?? null;

export const overlap = (one: Range, other: Range): boolean =>
  one.postcodeFrom <= other.postcodeUntil && other.postcodeFrom <= one.postcodeUntil;
