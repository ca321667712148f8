import type { MailRecords } from '../facts/mail';
import { fault, type AnyFault } from '../fault';
import { listed } from '../servers';

/** `v=DMARC1; p=none; …`: a policy is due, and each part is one with a value (RFC 7489, 6.3). */
function dmarcProblem(text: string): string | null {
  const tags = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => part.split('=').map((side) => side.trim()));
  const odd = tags.find(({ length }) => length < 2);
  if (odd) return `DMARC has “${odd.join('')}”, which is no tag with a value`;
  const [, policy] = tags.find(([tag]) => tag?.toLowerCase() === 'p') ?? [];
  if (policy === undefined) return 'DMARC has no policy (p=)';
  return /^(none|quarantine|reject)$/i.test(policy) ? null : `DMARC's policy is “${policy}”`;
}

/** Mail goes out with the domain in From, and comes back to the name of SES or to the domain itself (RFC 7208). */
function spfProblems({ domain, spf, bounces }: MailRecords): readonly string[] {
  const of = (name: string, texts: readonly string[]): readonly string[] =>
    texts.length > 1 ? [`${name} has ${texts.length} SPF records, and none of several counts`] : [];
  const none = spf.length === 0 && bounces.spf.length === 0 ? [`${domain} has no SPF record`] : [];
  return [...of(domain, spf), ...of(bounces.domain, bounces.spf), ...none];
}

function dmarcProblems({ domain, dmarc, dmarcAt }: MailRecords): readonly string[] {
  if (dmarcAt === null) return [`_dmarc.${domain} has no DMARC record`];
  if (dmarc.length > 1) return [`${dmarcAt} has ${dmarc.length} DMARC records, and none of several counts`];
  return dmarc.flatMap((text) => dmarcProblem(text) ?? []);
}

export const SENDER_UNPROVEN = fault({
  id: 'MAIL-03',
  layer: 'mail',
  severity: 'harm',
  needs: ['mailRecords'],
  find: ({ mailRecords }) => {
    const problems = [...spfProblems(mailRecords), ...dmarcProblems(mailRecords)];
    return problems.length > 0 ? { domain: mailRecords.domain, problems: problems.join('; ') } : null;
  },
  owner: {
    ko: '보내는 사람을 증명하는 메일 레코드(SPF, DMARC)가 없거나 잘못되어 주문 메일이 스팸함으로 갈 수 있어요.',
    en: 'The records that prove who sends (SPF, DMARC) are missing or wrong, so order mails may land in spam.',
  },
  expert: ({ domain, problems }) => `Mail from ${domain}: ${problems}.`,
  mend: 'npx pulumi up makes them (deploy/mail.ts). By hand, in the zone: one TXT “v=spf1 include:… ~all” at the name that bounces go to, and one TXT “v=DMARC1; p=none” at _dmarc.',
  mendKo:
    'npx pulumi up이 만들어요. 손으로 한다면 DNS 영역에, 반송 메일을 받는 이름에 TXT “v=spf1 include:… ~all” 하나, _dmarc에 TXT “v=DMARC1; p=none” 하나를 두세요.',
});

export const MAIL_NOT_TAKEN = fault({
  id: 'MAIL-11',
  layer: 'mail',
  severity: 'harm',
  needs: ['mailRecords'],
  find: ({ mailRecords: { domain, exchanges } }) => {
    const isNull = exchanges.some(({ name }) => name === '.');
    const problems = [
      ...exchanges.filter(({ outcome }) => outcome !== 'NOERROR').map(({ name, outcome }) => `${name}: ${outcome}`),
      ...(isNull && exchanges.length > 1 ? ['“no mail” (.) stands beside others'] : []),
    ];
    return problems.length > 0 ? { domain, problems: problems.join(', ') } : null;
  },
  owner: {
    ko: ({ domain }) => `${domain} 메일을 받는 서버가 잘못 적혀 있어서 손님이 보낸 메일이 도착하지 않아요.`,
    en: ({ domain }) => `The servers that take mail for ${domain} are entered wrongly, so mail to it does not arrive.`,
  },
  expert: ({ domain, problems }) => `MX of ${domain}: ${problems}.`,
  mend: 'Correct the MX record as the mail provider says: Route 53: Hosted zones → the zone → MX. It must name hosts with addresses, and no alias.',
  mendKo:
    '메일 업체가 알려 준 대로 MX 레코드를 고치세요. Route 53: 호스팅 영역 → 그 영역 → MX. 별명이 아니라 주소가 있는 이름이어야 해요.',
});

export const BOUNCES_LOST = fault({
  id: 'MAIL-12',
  layer: 'mail',
  severity: 'harm',
  needs: ['mailRecords'],
  find: ({ mailRecords: { bounces } }) => {
    const isUsed = bounces.spf.length > 0 || bounces.exchanges.length > 0;
    const missing = [...(bounces.exchanges.length === 0 ? ['MX'] : []), ...(bounces.spf.length === 0 ? ['SPF'] : [])];
    return isUsed && missing.length > 0 ? { domain: bounces.domain, missing: listed(missing) } : null;
  },
  owner: {
    ko: ({ domain }) => `반송 메일을 받는 이름(${domain})의 레코드가 빠져 있어서 주문 메일이 스팸함으로 갈 수 있어요.`,
    en: ({ domain }) =>
      `A record of the name that bounces go to (${domain}) is missing, so order mails may land in spam.`,
  },
  expert: ({ domain, missing }) =>
    `${domain} has no ${missing}: SES then sends from a name of its own, which SPF doesn't align with.`,
  mend: 'npx pulumi up makes it (deploy/mail.ts); by hand as SES: Identities → the domain → Custom MAIL FROM domain shows.',
  mendKo:
    'npx pulumi up이 만들어요. 손으로 한다면 SES: 자격 증명 → 그 도메인 → 사용자 지정 MAIL FROM 도메인에 나오는 대로 만드세요.',
});

export const MAIL_FAULTS: readonly AnyFault[] = [SENDER_UNPROVEN, MAIL_NOT_TAKEN, BOUNCES_LOST];
