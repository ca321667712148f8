/** Shows a form: empty, or with what was typed and what is wrong with it. Nothing typed is lost but passwords. */
import type { Response } from 'express';
import { renderPage } from '../http/page';
import { AppError } from '../errors';
import type { Attempt, RateLimiter } from '../http/rate-limit';
import type { FieldErrors } from './forms';

export interface FormState {
  readonly values: Readonly<Record<string, string>>;
  /** Codes by field. */
  readonly errors?: FieldErrors;
  /** Code of what is wrong with the form as a whole. */
  readonly problem?: string;
}

/** A view model `form` of texts: `values`, `errors` by field, and `problems` for the summary above. */
export async function showForm(response: Response, view: string, state: FormState): Promise<void> {
  const { text } = response.locals;
  if (!text) throw new Error('a form was asked for outside of a language');
  const wording = (code: string): string => text(`accounts:errors.${code}`);
  const errors = Object.fromEntries(Object.entries(state.errors ?? {}).map(([name, code]) => [name, wording(code)]));
  const problems: { readonly name?: string; readonly text: string }[] = Object.entries(errors).map(
    ([name, message]) => ({
      name,
      text: message,
    }),
  );
  if (state.problem) problems.unshift({ text: wording(state.problem) });
  if (problems.length > 0 && response.statusCode === 200) response.status(422);
  await renderPage(response, view, { form: { values: state.values, errors, problems } });
}

/** The form again, with when to come back: 429. */
export async function showWait(
  response: Response,
  view: string,
  values: FormState['values'],
  waitSeconds: number,
): Promise<void> {
  const { text } = response.locals;
  if (!text) throw new Error('a form was asked for outside of a language');
  const minutes = Math.ceil(waitSeconds / 60);
  const problems = [{ text: text('accounts:wait', { minutes }) }];
  response.status(429).set('Retry-After', String(waitSeconds));
  await renderPage(response, view, { form: { values, errors: {}, problems } });
}

export type Limited<T> = { readonly done: T } | { readonly waitSeconds: number };

/** Does the work if its attempts are within the limits. Work that refuses itself for want of room counts as not done. */
export async function withinLimits<T>(
  limiter: RateLimiter,
  attempts: readonly Attempt[],
  work: () => Promise<T>,
): Promise<Limited<T>> {
  const waitSeconds = await limiter.take(attempts);
  if (waitSeconds !== null) return { waitSeconds };
  try {
    return { done: await work() };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'too-many-requests') throw error;
    await limiter.giveBack(attempts);
    return { waitSeconds: error.retryAfterSeconds ?? 1 };
  }
}
