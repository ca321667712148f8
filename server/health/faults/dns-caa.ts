/** Which certificate authority may issue, as the zone says (RFC 8659, 8657). */
import type { CaaFacts, CaaRecord } from '../facts/dns';
import { fault, type AnyFault } from '../fault';
import { listed } from '../servers';

/** The one that stacks can choose (deploy/authorities.ts). */
const OUR_AUTHORITY = 'letsencrypt.org';
const KNOWN_TAGS: ReadonlySet<string> = new Set(['issue', 'issuewild', 'iodef', 'issuemail', 'issuevmc']);

interface Permission {
  readonly authority: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** `letsencrypt.org; validationmethods=http-01`; an authority that is empty is nobody. */
function permissionOf({ value }: CaaRecord): Permission {
  const [authority = '', ...parameters] = value.split(';').map((part) => part.trim());
  const pairs = parameters.map((text) => {
    const at = text.indexOf('=');
    return [text.slice(0, at).trim().toLowerCase(), text.slice(at + 1).trim()] as const;
  });
  return { authority: authority.toLowerCase(), parameters: new Map(pairs) };
}

const permissionsIn = (records: readonly CaaRecord[]): readonly Permission[] =>
  records.filter(({ tag }) => tag === 'issue').map(permissionOf);
const ours = (records: readonly CaaRecord[]): readonly Permission[] =>
  permissionsIn(records).filter(({ authority }) => authority === OUR_AUTHORITY);

const shown = (sets: CaaFacts['sets']): string =>
  sets
    .map(({ host, at, records }) => {
      const values = records.map(({ tag, value, isCritical }) => `${isCritical ? 128 : 0} ${tag} "${value}"`);
      return `${host} (set at ${at}): ${values.join(', ')}`;
    })
    .join('; ');

const RENEWAL_FAILS = {
  ko: '도메인의 CAA 레코드가 막고 있어서 인증서를 새로 받을 수 없어요.',
  en: 'A CAA record of the domain forbids the certificate, so it can not be renewed.',
};

export const AUTHORITY_FORBIDDEN = fault({
  id: 'DNS-07',
  layer: 'dns',
  severity: 'harm',
  certainty: 'likely',
  needs: ['caa'],
  find: ({ caa }) => {
    const wrong = caa.sets.filter(({ records }) => permissionsIn(records).length > 0 && ours(records).length === 0);
    return wrong.length > 0 ? { sets: shown(wrong) } : null;
  },
  owner: RENEWAL_FAILS,
  expert: ({ sets }) => `CAA lets others than ${OUR_AUTHORITY} issue: ${sets}.`,
  mend: `Add a record 0 issue "${OUR_AUTHORITY}" to that set: npx pulumi up; by hand, Route 53: Hosted zones → the zone → CAA.`,
  mendKo: `그 레코드들에 0 issue "${OUR_AUTHORITY}"를 더하세요. npx pulumi up, 또는 Route 53: 호스팅 영역 → 그 영역 → CAA.`,
});

export const CRITICAL_UNKNOWN = fault({
  id: 'DNS-13',
  layer: 'dns',
  severity: 'harm',
  needs: ['caa'],
  find: ({ caa }) => {
    const wrong = caa.sets.flatMap(({ host, at, records }) => {
      const unknown = records.filter(({ tag, isCritical }) => isCritical && !KNOWN_TAGS.has(tag));
      return unknown.length > 0 ? [{ host, at, records: unknown }] : [];
    });
    return wrong.length > 0 ? { sets: shown(wrong) } : null;
  },
  owner: RENEWAL_FAILS,
  expert: ({ sets }) => `A critical CAA property that no authority knows forbids all of them: ${sets}.`,
  mend: 'Delete that record, or set its flags to 0: Route 53: Hosted zones → the zone → CAA.',
  mendKo: '그 레코드를 지우거나 플래그를 0으로 바꾸세요. Route 53: 호스팅 영역 → 그 영역 → CAA.',
});

export const CAA_UNANSWERED = fault({
  id: 'DNS-08',
  layer: 'dns',
  severity: 'harm',
  needs: ['caa'],
  find: ({ caa: { failures } }) =>
    failures.length > 0
      ? { said: failures.map(({ host, server, outcome }) => `${server} on ${host}: ${outcome}`).join(', ') }
      : null,
  owner: {
    ko: '네임서버가 인증 기관의 질문(CAA)에 답하지 못해서 인증서를 새로 받지 못할 수 있어요.',
    en: 'A name server fails at a question that certificate authorities ask (CAA), so renewal can fail.',
  },
  expert: ({ said }) =>
    `These servers speak for the zone and fail at CAA queries (NOERROR is due, with records or without): ${said}.`,
  mend: 'Let the server’s software and the firewall before it answer unknown types, or move the zone to one that does; a CA takes SERVFAIL for a no.',
  mendKo: 'DNS 업체에 CAA 질문에도 대답하게 해 달라고 하거나, 대답하는 업체로 영역을 옮기세요.',
});

/** Why a permission doesn't hold for how this shop orders; null: it holds. */
function refusal({ parameters }: Permission, { challenge, accounts }: CaaFacts): string | null {
  const methods = parameters
    .get('validationmethods')
    ?.split(',')
    .map((method) => method.trim());
  const used = challenge === null ? ['http-01', 'dns-01'] : [challenge];
  if (methods && !used.some((method) => methods.includes(method)))
    return `validationmethods is ${methods.join(',')}, and the shop uses ${used.join(' or ')}`;
  const account = parameters.get('accounturi');
  if (account !== undefined && accounts && !accounts.includes(account))
    return `accounturi is ${account}, and the shop's account is ${accounts.join(', ')}`;
  return null;
}

export const PERMISSION_MISSES = fault({
  id: 'DNS-10',
  layer: 'dns',
  severity: 'harm',
  needs: ['caa'],
  find: ({ caa }) => {
    const reasons = caa.sets.flatMap(({ records, at }) => {
      const refusals = ours(records).map((permission) => refusal(permission, caa));
      return refusals.length > 0 && refusals.every((reason) => reason !== null)
        ? refusals.map((reason) => `${at}: ${reason}`)
        : [];
    });
    return reasons.length > 0 ? { reasons: listed(reasons) } : null;
  },
  owner: RENEWAL_FAILS,
  expert: ({ reasons }) => `CAA names ${OUR_AUTHORITY}, but not as this shop orders: ${reasons}.`,
  mend: 'Take the parameter out of the CAA record, or put the right one there: Route 53: Hosted zones → the zone → CAA.',
  mendKo: 'CAA 레코드에서 그 값을 빼거나 맞는 값으로 바꾸세요. Route 53: 호스팅 영역 → 그 영역 → CAA.',
});

export const ACCOUNT_BOUND = fault({
  id: 'DNS-ACCOUNT',
  layer: 'dns',
  severity: 'risk',
  certainty: 'likely',
  needs: ['caa'],
  find: ({ caa }) => {
    if (caa.accounts !== null) return null;
    const bound = caa.sets.flatMap(({ records }) => {
      const accounts = ours(records).map(({ parameters }) => parameters.get('accounturi'));
      return accounts.length > 0 && accounts.every((account) => account !== undefined) ? accounts : [];
    });
    return bound.length > 0 ? { accounts: listed(bound) } : null;
  },
  canBe: ['DNS-10'],
  owner: {
    ko: '인증서를 정해진 계정으로만 받게 되어 있어서, 계정이 바뀌었다면 갱신할 수 없어요.',
    en: 'Only one account may order certificates for the domain; if the shop’s is another by now, renewal fails.',
  },
  expert: ({ accounts }) => `CAA binds issuance to accounturi ${accounts}; from here the shop's account can't be seen.`,
  mend: 'On the machine, as root, the doctor compares it with the stored account (DATA_DIR/certificates/acme/*/account.json).',
});

export const CAA_FAULTS: readonly AnyFault[] = [
  ...[CAA_UNANSWERED, CRITICAL_UNKNOWN, AUTHORITY_FORBIDDEN, PERMISSION_MISSES, ACCOUNT_BOUND],
];
