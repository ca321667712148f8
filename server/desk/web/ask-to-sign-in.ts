import type { Request, Response } from 'express';

/** Who isn't signed in learns of no page, also not which there are. @param of a form that the desk has shown her */
export function askToSignIn(
  request: Request,
  response: Response,
  of: { readonly next: string; readonly notice: 'kept' | 'not-done' } | null,
): void {
  const told = of ?? (request.method === 'GET' ? { next: request.originalUrl } : { notice: 'not-done' });
  response.redirect(303, `/admin/sign-in?${new URLSearchParams(told).toString()}`);
}
