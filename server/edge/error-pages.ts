/** The edge's own pages need nothing from anywhere else: they show while everything behind the edge is down. */
import { createHash } from 'node:crypto';
import { isApiPath } from '../http/cors';
import type { Answer } from './answer';
import { FAILURES, type FailureName, type Language } from './failures';
import { allowOf } from './methods';

// The shop's pages open with a view transition: to one that takes no part in it Chromium's console has an error.
const STYLE = `
@media (prefers-reduced-motion:no-preference){@view-transition{navigation:auto}}
:root{color-scheme:light dark;--ground:#f7f5f1;--ink:#1b1917;--quiet:#6b635a;--line:#dcd6cc;--aura:#e9cfae}
@media (prefers-color-scheme:dark){:root{--ground:#161412;--ink:#f1ede6;--quiet:#a69c90;--line:#37322d;--aura:#5b4630}}
*{box-sizing:border-box}
html{height:100%}
body{min-height:100%;margin:0;padding:clamp(1.5rem,4vw,3rem);display:flex;flex-direction:column;
background:radial-gradient(ellipse 60vmax 48vmax at 88% 8%,var(--aura),transparent 70%) var(--ground);color:var(--ink);
font:1rem/1.7 -apple-system,BlinkMacSystemFont,"Apple SD Gothic Neo",Pretendard,"Noto Sans KR","Segoe UI",sans-serif;
word-break:keep-all;overflow-wrap:break-word}
header{font-size:.8125rem;letter-spacing:.14em}
header a{color:inherit;text-decoration:none}
main{margin:auto 0;max-width:34rem;padding:3rem 0}
h1{margin:0 0 1.25rem;font:300 clamp(2rem,7vw,3.25rem)/1.2 "Noto Serif KR",AppleMyungjo,"Nanum Myeongjo",Georgia,serif;
letter-spacing:-.02em}
p{margin:0 0 2rem;color:var(--ink)}
main a{color:inherit;text-underline-offset:.3em;text-decoration-thickness:1px}
footer{border-top:1px solid var(--line);padding-top:1rem;color:var(--quiet);font-size:.8125rem;
font-variant-numeric:tabular-nums}
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const LABELS: Readonly<Record<Language, { readonly again: string; readonly home: string; readonly id: string }>> = {
  ko: { again: '새로 고치기', home: '처음으로', id: '문의할 때 알려 주세요' },
  en: { again: 'Reload', home: 'Home', id: 'Please mention this if you write to us' },
};

export function languageOf(path: string): Language {
  return path === '/en' || path.startsWith('/en/') ? 'en' : 'ko';
}

function page(failure: FailureName, language: Language, requestId: string, repeatable: boolean): string {
  const { title, message } = FAILURES[failure].text[language];
  const label = LABELS[language];
  const home = language === 'en' ? '/en' : '/';
  // An empty address reloads the page, with its query; after a form it would not send the form again.
  const link = repeatable ? `<a href="">${label.again}</a>` : `<a href="${home}">${label.home}</a>`;
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>${title} · Essence Aura</title>
<style>${STYLE}</style>
<header><a href="${home}">ESSENCE AURA</a></header>
<main>
<h1>${title}</h1>
<p>${message}</p>
${link}
</main>
<footer>${FAILURES[failure].status} · ${label.id}: ${requestId}</footer>
</html>
`;
}

/** What may have passed when the page is loaded again. */
const PASSING: ReadonlySet<number> = new Set([408, 429, 431, 500, 502, 503, 504]);

/** @param repeatable true for a request that may simply be sent again */
export function errorAnswer(
  failure: FailureName,
  request: { readonly path: string; readonly requestId: string; readonly repeatable: boolean },
): Answer & { readonly body: string } {
  const { status, retryAfterSeconds } = FAILURES[failure];
  const language = languageOf(request.path);
  const api = isApiPath(request.path);
  const body = api
    ? JSON.stringify({
        error: { code: failure, message: FAILURES[failure].text.en.title, requestId: request.requestId },
      })
    : page(failure, language, request.requestId, request.repeatable && PASSING.has(status));
  return {
    status,
    headers: {
      ...SECURITY_HEADERS,
      'content-type': api ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8',
      'content-length': String(Buffer.byteLength(body)),
      'cache-control': 'no-store',
      ...(api ? {} : { 'content-language': language }),
      ...(retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) }),
      ...(status === 405 ? { allow: allowOf(request.path) } : {}),
    },
    body,
  };
}
