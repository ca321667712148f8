/** For every view: `text('cart:title')`, `link('/cart')`, `asset('css/main.css')`, `money(98000)`. */
import type { Request, RequestHandler, Response } from 'express';
import { localPath, otherLocale, type Locale } from '../i18n/locale';
import { formatWon } from '../money/money';
import type { ErrorCode } from '../process/errors';
import type { WebContext } from './context';
import type { WebText } from './texts';

export interface PageLocals {
  readonly locale: Locale;
  readonly text: WebText;
  readonly link: (path: string) => string;
  readonly asset: (name: string) => string;
  readonly money: (amount: number) => string;
  /** This page: its path in Korean form, and absolute addresses for canonical and hreflang links. */
  readonly here: Readonly<Record<'path' | 'query' | 'ko' | 'en' | 'self', string>>;
  /** The same page in the other language, a path with its query. */
  readonly otherLanguage: string;
}

declare module 'express-serve-static-core' {
  interface Locals extends Partial<PageLocals> {
    requestId?: string;
  }
}

/** What a room of a wing's routes is handed, where it looks into a session or changes whose it is. */
export interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

/** `request.url` is the path in Korean form. @param facts what every page of the wing shows besides */
export function createPageLocals(
  context: Pick<WebContext, 'config' | 'assets'>,
  { locale, text }: Pick<PageLocals, 'locale' | 'text'>,
  facts: () => Promise<object>,
): RequestHandler {
  const { origins } = context.config;
  const fixed = {
    locale,
    text,
    link: (path: string) => localPath(locale, path),
    asset: (name: string) => context.assets.url(name),
    money: formatWon,
  };
  return async (request, response, next) => {
    const path = request.path;
    const query = request.url.slice(path.length);
    const here = {
      path,
      query,
      ko: origins.apex + localPath('ko', path),
      en: origins.apex + localPath('en', path),
      self: origins.apex + localPath(locale, path),
    };
    const otherLanguage = localPath(otherLocale(locale), path) + query;
    Object.assign(response.locals, fixed, { here, otherLanguage }, await facts());
    next();
  };
}

export function localeOf(response: Response): Locale {
  if (!response.locals.locale) throw new Error('a page was asked for outside of a language');
  return response.locals.locale;
}

/** What each view prints, by its place below `views`: every feature adds its own. `open` and `close` are parts of pages. */
export interface Views {
  'errors/show': ErrorModel;
}

export interface ErrorModel {
  readonly code: ErrorCode;
  readonly requestId: string;
  /** The shop has failed; the visitor did nothing wrong. */
  readonly isOurs: boolean;
}

export async function renderPage<View extends keyof Views>(
  response: Response,
  view: View,
  model: Views[View],
): Promise<void> {
  const html = await new Promise<string>((resolve, reject) => {
    response.render(view, model, (error: Error | null, rendered: string) =>
      error ? reject(error) : resolve(rendered),
    );
  });
  response.type('html').send(html);
}

/** A redirect after a form, within the same language. `path` is one of ours, in Korean form. */
export function redirectTo(response: Response, path: string): void {
  response.redirect(303, localPath(localeOf(response), path));
}
