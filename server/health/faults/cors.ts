/** Calls from a page at the apex to the API on `app.`, as browsers allow them. */
import { evidenceOf, type Evidence } from '../evidence';
import type { CorsAnswer } from '../facts/http';
import { fault, type AnyFault } from '../fault';

const answersThat = (
  answers: readonly CorsAnswer[],
  isWrong: (answer: CorsAnswer) => boolean,
  says: (answer: CorsAnswer) => string,
): Evidence | null =>
  evidenceOf(
    answers
      .filter(isWrong)
      .map((answer) => ({ at: answer.origin, says: `${answer.asked} from ${answer.origin}: ${says(answer)}` })),
  );

const isRedirected = ({ status }: CorsAnswer): boolean => status !== null && status >= 300 && status < 400;
const isFine = ({ status }: CorsAnswer): boolean => status !== null && status >= 200 && status < 300;
const isPreflight = ({ use }: CorsAnswer): boolean => use === 'preflight';
/** Read by a script of ours, with her cookies. */
const isRead = ({ use, status }: CorsAnswer): boolean => status !== null && (use === 'preflight' || use === 'call');

/** Which of what the scripts send the answer doesn't allow. */
function lackingIn({ asked, allowMethods, allowHeaders, allowOrigin }: CorsAnswer): string | null {
  if (allowOrigin === null) return null;
  const wanted = asked.endsWith('/1') ? 'PATCH' : 'POST';
  const lists = (field: string | null, word: string): boolean =>
    (field ?? '').split(',').some((one) => one.trim().toLowerCase() === word.toLowerCase());
  // POST needs no leave (Fetch standard: a CORS-safelisted method).
  if (wanted !== 'POST' && !lists(allowMethods, wanted)) return `${wanted} isn’t allowed`;
  return lists(allowHeaders, 'content-type') ? null : 'Content-Type isn’t allowed';
}

const OWNER = {
  ko: '가게 페이지의 스크립트가 app. 주소와 통신하지 못해서, 장바구니 같은 기능이 조용히 멈춰요.',
  en: 'Scripts of the shop’s pages can’t talk to the app. address, so things like the cart fail silently.',
};
const WHO =
  'server/http/cors.ts answers it, in the shop and at the edge: compare with the same request to 127.0.0.1:3001 on the machine; if it is right there, who stands in front eats it.';

export const PREFLIGHT_FAILS = fault({
  id: 'CORS-01',
  layer: 'http',
  severity: 'harm',
  needs: ['cors'],
  find: ({ cors }) =>
    answersThat(
      cors,
      (one) => isPreflight(one) && !isRedirected(one) && (!isFine(one) || lackingIn(one) !== null),
      (one) => (isFine(one) ? String(lackingIn(one)) : one.status === null ? 'unanswered' : String(one.status)),
    ),
  owner: OWNER,
  expert: ({ what }) => `The preflight must be answered 2xx with leave for what is sent: ${what}.`,
  browser: '“Response to preflight request doesn’t pass access control check: It does not have HTTP ok status.”',
  mend: WHO,
});

export const PREFLIGHT_REDIRECTED = fault({
  id: 'CORS-02',
  layer: 'http',
  severity: 'harm',
  needs: ['cors'],
  find: ({ cors }) =>
    answersThat(
      cors,
      (one) => isPreflight(one) && isRedirected(one),
      ({ status }) => String(status),
    ),
  owner: OWNER,
  expert: ({ what }) => `OPTIONS is redirected: ${what}.`,
  browser: '“Redirect is not allowed for a preflight request.”',
  mend: 'Remove redirect rules in front of the edge for app.; scripts must call the final https address.',
});

export const CREDENTIALS_REFUSED = fault({
  id: 'CORS-03',
  layer: 'http',
  severity: 'harm',
  needs: ['cors'],
  find: ({ cors }) =>
    answersThat(
      cors,
      (one) =>
        isRead(one) &&
        !isRedirected(one) &&
        (one.allowOrigin === '*' || (one.allowOrigin === one.origin && one.allowCredentials !== 'true')),
      ({ allowOrigin, allowCredentials }) => `allows ${String(allowOrigin)}, credentials ${String(allowCredentials)}`,
    ),
  owner: OWNER,
  expert: ({ what }) => `With cookies a browser wants the exact origin and Allow-Credentials: true: ${what}.`,
  browser: '“must not be the wildcard ‘*’ when the request’s credentials mode is ‘include’”',
  mend: WHO,
});

export const ERRORS_UNREADABLE = fault({
  id: 'CORS-04',
  layer: 'http',
  severity: 'risk',
  needs: ['cors'],
  find: ({ cors }) =>
    answersThat(
      cors,
      (one) => one.use === 'error' && one.status !== null && one.status >= 400 && one.allowOrigin !== one.origin,
      ({ status, allowOrigin }) => `${String(status)}, allows ${allowOrigin ?? 'nobody'}`,
    ),
  owner: {
    ko: '가게에 오류가 나도 페이지의 스크립트가 그 이유를 읽지 못해서, 손님에게 엉뚱한 안내가 보일 수 있어요.',
    en: 'When something fails, the pages’ scripts can’t read why, so visitors may be told the wrong thing.',
  },
  expert: ({ what }) => `An error without CORS headers looks like a CORS error: ${what}.`,
  browser: '“No ‘Access-Control-Allow-Origin’ header is present on the requested resource.”',
  mend: WHO,
});

export const VARY_MISSING = fault({
  id: 'CORS-05',
  layer: 'http',
  severity: 'risk',
  needs: ['cors'],
  find: ({ cors }) =>
    answersThat(
      cors,
      ({ use, origin, allowOrigin, vary }) =>
        use === 'call' &&
        allowOrigin === origin &&
        !(vary ?? '').split(',').some((one) => ['origin', '*'].includes(one.trim().toLowerCase())),
      ({ vary }) => `Vary: ${vary ?? 'missing'}`,
    ),
  owner: {
    ko: '중간 저장소가 한 주소용 응답을 다른 주소에 내줄 수 있어서, 스크립트가 가끔 실패해요.',
    en: 'A cache may hand one address’ answer to another, so scripts fail now and then.',
  },
  expert: ({ what }) => `No Vary: Origin: ${what}.`,
  browser: 'A CORS error that comes and goes',
  mend: WHO,
});

export const ORIGIN_REFUSED = fault({
  id: 'CORS-06',
  layer: 'http',
  severity: 'harm',
  needs: ['cors'],
  find: ({ cors }) =>
    answersThat(
      cors,
      (one) => isRead(one) && isFine(one) && one.allowOrigin !== one.origin && one.allowOrigin !== '*',
      ({ allowOrigin }) => `allows ${allowOrigin ?? 'nobody'}`,
    ),
  owner: OWNER,
  expert: ({ what }) => `The apex’ own origin isn’t allowed: ${what}.`,
  browser: '“The ‘Access-Control-Allow-Origin’ header has a value that is not equal to the supplied origin.”',
  mend: 'It is built from DOMAIN and PUBLIC_HTTPS_PORT on the machine: they must be what visitors type; npm run refresh-host.',
});

export const ANY_ORIGIN = fault({
  id: 'CORS-20',
  layer: 'http',
  severity: 'harm',
  needs: ['cors'],
  find: ({ cors }) =>
    answersThat(
      cors,
      ({ use, origin, allowOrigin }) => use === 'foreign' && allowOrigin === origin,
      ({ allowCredentials }) => `allowed, credentials ${String(allowCredentials)}`,
    ),
  owner: {
    ko: '아무 사이트나 로그인한 손님의 정보를 읽을 수 있게 열려 있어요.',
    en: 'Any site may read what belongs to a visitor who is signed in.',
  },
  expert: ({ what }) => `A foreign origin is reflected: ${what}.`,
  mend: 'Allow the apex’ origin alone (server/http/cors.ts); remove CORS rules of who stands in front.',
});

export const CORS_FAULTS: readonly AnyFault[] = [
  ...[PREFLIGHT_FAILS, PREFLIGHT_REDIRECTED, CREDENTIALS_REFUSED, ERRORS_UNREADABLE, VARY_MISSING, ORIGIN_REFUSED],
  ANY_ORIGIN,
];
