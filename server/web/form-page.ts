/** Shows a form: empty, or with what was typed and what is wrong with it. Nothing typed is lost but passwords. */
import type { Response } from 'express';
import type { Translate } from '../i18n/translate';
import { AppError } from '../process/errors';
import { renderPage } from './page';
import type { Attempt, RateLimiter } from './rate-limit';

export interface FormState {
  readonly values: Readonly<Record<string, string>>;
  /** What is wrong, by field, as a code of the feature's texts: `email-empty` is `accounts:errors.email-empty`. */
  readonly errors?: Readonly<Record<string, string>>;
  /** What is wrong with the form as a whole. */
  readonly problem?: string;
}

export interface FormPage {
  /**
   * Gives the view `form`: `values`; `errors` by field, and as `problems` for the summary above; `problem`, a sentence
   * on the form as a whole, or null. 422 when anything is wrong.
   */
  readonly showForm: (response: Response, view: string, state: FormState) => Promise<void>;
  /** The form again, with when to come back: 429. `code`: of a text of the feature, in place of `wait`. */
  readonly showWait: (
    response: Response,
    view: string,
    values: FormState['values'],
    waitSeconds: number,
    code?: string,
  ) => Promise<void>;
}

/** Said in hours. */
const LONG_WAIT_SECONDS = 2 * 60 * 60;

/** @param feature whose texts hold `errors.*`, `wait` and `waitHours` */
export function createFormPage(feature: string): FormPage {
  return {
    async showForm(response, view, state) {
      const wording = (code: string): string => wordsOf(response)(`${feature}:errors.${code}`);
      const errors = Object.fromEntries(
        Object.entries(state.errors ?? {}).map(([name, code]) => [name, wording(code)] as const),
      );
      const problems = Object.entries(errors).map(([name, text]) => ({ name, text }));
      const problem = state.problem ? wording(state.problem) : null;
      if (problem || problems.length > 0) response.status(422);
      await renderPage(response, view, { form: { values: state.values, errors, problems, problem } });
    },
    async showWait(response, view, values, waitSeconds, code = waitSeconds > LONG_WAIT_SECONDS ? 'waitHours' : 'wait') {
      const times = { minutes: Math.ceil(waitSeconds / 60), hours: Math.ceil(waitSeconds / 3600) };
      const problem = wordsOf(response)(`${feature}:${code}`, times);
      response.status(429).set('Retry-After', String(waitSeconds));
      await renderPage(response, view, { form: { values, errors: {}, problems: [], problem } });
    },
  };
}

function wordsOf(response: Response): Translate {
  const { text } = response.locals;
  if (!text) throw new Error('a form was asked for outside of a language');
  return text;
}

/** `limit`: which of them it was, if it was a limit and not the want of room. */
export type Limited<T, Name extends string = string> =
  { readonly done: T } | { readonly waitSeconds: number; readonly limit?: Name };

/** Does the work if its attempts are within the limits. Work that refuses itself for want of room is given back. */
export async function withinLimits<T, Name extends string>(
  limiter: RateLimiter<Name>,
  attempts: readonly Attempt<Name>[],
  work: () => Promise<T>,
): Promise<Limited<T, Name>> {
  const refusal = await limiter.take(attempts);
  if (refusal) return refusal;
  try {
    return { done: await work() };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'too-many-requests') throw error;
    await limiter.giveBack(attempts);
    return { waitSeconds: error.retryAfterSeconds ?? 1 };
  }
}
