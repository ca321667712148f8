/** What is no whole number of the range is refused, never cut to fit. Forms send text, scripts JSON numbers. */
import { z } from 'zod';
import { MAX_ADDED, MAX_LINE_QUANTITY } from './model';

/** Postgres' `integer`, which numbers the variants. */
const MAX_ID = 2_147_483_647;

/** ASCII digits without sign, blank or leading zero; a field sent twice is an array and no text. */
const fromForm = (max: number) =>
  z
    .string()
    .regex(/^[1-9][0-9]{0,9}$/)
    .transform(Number)
    .pipe(fromJson(max));

const fromJson = (max: number) => z.int().min(1).max(max);

/** What a script calls its addition: a UUID as a rule. */
export const additionKey = z.string().regex(/^[\w-]{8,64}$/);

export const formVariantId = fromForm(MAX_ID);
export const formAddedQuantity = fromForm(MAX_ADDED);
export const formLineQuantity = fromForm(MAX_LINE_QUANTITY);

export const jsonVariantId = fromJson(MAX_ID);
export const jsonAddedQuantity = fromJson(MAX_ADDED);
export const jsonLineQuantity = fromJson(MAX_LINE_QUANTITY);
