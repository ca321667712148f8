import { domainToASCII } from 'node:url';
import { LONGEST } from './limits';
import { ValueError, type Parser } from './reading';
import { asSeen, line } from './text';

const ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const MAILBOX = new RegExp(`^(?=.{1,64}@)${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+(?=\\d*[a-z])${LABEL}$`);

/** Capitals don't count, and a domain has its name in ASCII: one mailbox is written in one way. */
export function normalizeEmail(typed: string): string {
  const plain = asSeen(typed).normalize('NFKC').toLowerCase();
  const at = plain.lastIndexOf('@') + 1;
  const domain = plain.slice(at);
  const isForeign = /[^\0-\x7F]/.test(domain) && /^[\p{L}\p{M}\p{N}.\u3002-]+$/u.test(domain);
  return at > 0 && isForeign ? plain.slice(0, at) + domainToASCII(domain) : plain;
}

export const email: Parser<string> = (typed) => {
  const mailbox = normalizeEmail(line(Infinity, { required: true })(typed));
  if (!MAILBOX.test(mailbox) || mailbox.length > LONGEST.email) throw new ValueError('email');
  return mailbox;
};

/** What may stand in a header and a column: no quotes or lists. Wider than what is taken, for mailboxes of before. */
export const isPlainAddress = (address: string): boolean =>
  address.length <= LONGEST.email && /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(address);

const WELL_KNOWN = `gmail.com naver.com daum.net hanmail.net kakao.com nate.com icloud.com outlook.com hotmail.com
  yahoo.com yahoo.co.kr korea.com`.split(/\s+/);
/** Beside one of them by a letter, and somebody's. */
const OTHERS = ['mail.com', 'ymail.com', 'email.com', 'date.com', 'mate.com', 'koreas.com'];

/** `haneul@gmial.com` → `gmail.com`: a domain that is one slip away from one that nearly everybody has; else null. */
export function misspelt(mailbox: string): string | null {
  const domain = mailbox.slice(mailbox.lastIndexOf('@') + 1);
  if (WELL_KNOWN.includes(domain) || OTHERS.includes(domain)) return null;
  return WELL_KNOWN.find((known) => isOneSlip(domain, known)) ?? null;
}

/** Asks whether it is meant so, once. @param asked what has been asked about before */
export const emailAsMeant =
  (asked: string): Parser<string> =>
  (typed) => {
    const mailbox = email(typed);
    const domain = misspelt(mailbox);
    if (domain !== null && normalizeEmail(asked) !== mailbox) throw new ValueError('misspelt', { domain });
    return mailbox;
  };

/** A letter too many, too few or another, or two that changed places. */
function isOneSlip(typed: string, meant: string): boolean {
  let same = 0;
  while (same < typed.length && typed[same] === meant[same]) same++;
  const [rest, wanted] = [typed.slice(same), meant.slice(same)];
  return (
    rest.slice(1) === wanted ||
    rest === wanted.slice(1) ||
    rest.slice(1) === wanted.slice(1) ||
    (rest[0] === wanted[1] && rest[1] === wanted[0] && rest.slice(2) === wanted.slice(2))
  );
}
