/** Who calls: an address, a browser by its name, and whether it is one that somebody has come in with before. */
import type { Request, Response } from 'express';
import { browserName } from './browser-name';
import { isLoopback } from './change-stream/local-peer';
import { addressOf } from './rate-limit';

/** As long as the database knows it after the last sign-in (store/sign-ins). */
const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/** Apart for each host: the desk's is sent to nobody else. It opens nothing, and only counts guesses apart. */
export const BROWSER_COOKIE = '__Host-browser';
const TOKEN = new RegExp(`(?:^|;\\s*)${BROWSER_COOKIE}=([A-Za-z0-9_-]{43})(?:;|$)`);

export interface Caller {
  readonly address: string;
  readonly browser: string;
  readonly token: string | null;
}

export function callerOf(request: Request): Caller {
  return {
    address: addressOf(request),
    browser: browserName(request.get('user-agent') ?? ''),
    token: TOKEN.exec(request.get('cookie') ?? '')?.[1] ?? null,
  };
}

/** This machine itself, as far as it can be told. */
export const isLocalCaller = ({ ip = '' }: Request): boolean => isLoopback(ip);

export function rememberBrowser(response: Response, token: string): void {
  response.cookie(BROWSER_COOKIE, token, {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'lax',
    maxAge: KEPT_MS,
  });
}
