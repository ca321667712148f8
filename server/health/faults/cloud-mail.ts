/** SES and SNS: whether mail may go, and whether alarms arrive. */
import { fault, type AnyFault } from '../fault';
import { nearestZones } from './cloud-names';

export const MAIL_SANDBOX = fault({
  id: 'MAIL-02',
  layer: 'cloud',
  severity: 'harm',
  needs: ['cloudMail'],
  find: ({ cloudMail: { identity, isProduction, region, review } }) =>
    identity && !isProduction ? { region, review: review ?? 'not asked for' } : null,
  owner: {
    ko: 'AWS가 아직 허락하지 않아서 손님에게 메일이 가지 않아요.',
    en: 'AWS has not allowed it yet, so no mail reaches shoppers.',
  },
  expert: ({ region, review }) => `SES in ${region} is in its sandbox; production access: ${review}.`,
  mend: 'npx pulumi preview prints the command that asks for it; docs/launch.md, step 7.',
});

export const SENDER_UNVERIFIED = fault({
  id: 'SES-01',
  layer: 'cloud',
  severity: 'harm',
  needs: ['cloudMail'],
  find: ({ cloudMail: { identity, region }, target }) =>
    identity && !identity.isVerified ? { region, dkim: identity.dkim, domain: target.hosts.apex } : null,
  explains: ['MAIL-03', 'SES-04'],
  owner: {
    ko: 'AWS가 내 도메인을 확인하지 못해서 가게 메일이 나가지 않아요.',
    en: "AWS has not seen yet that the domain is yours, so the shop's mail does not go out.",
  },
  expert: ({ domain, region, dkim }) => `SES in ${region} does not send for ${domain}: its DKIM status is ${dkim}.`,
  mend: ({ domain, region, dkim }) =>
    dkim === 'PENDING'
      ? 'Nothing but right name servers: SES looks for its records for 72 hours.'
      : `aws sesv2 put-email-identity-dkim-signing-attributes --region ${region} --email-identity ${domain} --signing-attributes-origin AWS_SES --signing-attributes NextSigningKeyLength=RSA_2048_BIT`,
});

export const SENDING_STOPPED = fault({
  id: 'SES-02',
  layer: 'cloud',
  severity: ({ isStopped }: { readonly isStopped: boolean; readonly region: string; readonly enforcement: string }) =>
    isStopped ? 'harm' : 'risk',
  needs: ['cloudMail'],
  find: ({ cloudMail: { identity, isSending, enforcement, region } }) => {
    const isStopped = !isSending || enforcement === 'SHUTDOWN';
    return identity && (isStopped || enforcement === 'PROBATION')
      ? { isStopped, region, enforcement: enforcement ?? 'paused' }
      : null;
  },
  owner: {
    ko: ({ isStopped }) =>
      isStopped
        ? 'AWS가 가게의 메일 발송을 멈췄어요.'
        : '되돌아온 메일이나 스팸 신고가 많아서 AWS가 가게 메일을 지켜보고 있어요.',
    en: ({ isStopped }) =>
      isStopped
        ? "AWS has stopped the shop's mail."
        : "AWS watches the shop's mail, because too much of it came back or was reported as spam.",
  },
  expert: ({ region, isStopped, enforcement }) =>
    `SES in ${region}: sending is ${isStopped ? 'off' : 'on'}, enforcement status ${enforcement}.`,
  mend: ({ region }) =>
    `SES console (${region}), Account dashboard and Reputation metrics: answer what AWS asks there.`,
  mendKo: ({ region }) => `SES 콘솔(${region}), 계정 대시보드와 평판 지표: AWS가 거기서 묻는 것에 답하세요.`,
});

export const KEYS_MISSING = fault({
  id: 'SES-03',
  layer: 'cloud',
  severity: 'harm',
  needs: ['cloudMail', 'cloudZones'],
  find: ({ cloudMail: { identity }, cloudZones: zones, target }) => {
    const near = nearestZones(zones);
    if (!identity || near.length === 0) return null;
    const names = identity.tokens.map((token) => `${token}._domainkey.${target.hosts.apex}`);
    const missing = names.filter((name) => !near.some(({ records }) => records.some((record) => record.name === name)));
    return missing.length === 0 ? null : { missing: missing.join(', ') };
  },
  explains: ['SES-01', 'MAIL-03'],
  owner: {
    ko: '메일에 서명하는 열쇠가 도메인 설정에 없어서 메일이 스팸함으로 가요.',
    en: 'The keys that sign the mail are missing from the settings of the domain, so mail lands in spam.',
  },
  expert: ({ missing }) => `The hosted zone has no CNAME of ${missing}.`,
  mend: 'npx pulumi up --refresh makes them again.',
});

export const RETURN_PATH_LOST = fault({
  id: 'SES-04',
  layer: 'cloud',
  severity: 'risk',
  needs: ['cloudMail'],
  find: ({ cloudMail: { identity, region }, target }) =>
    identity?.returnStatus === 'FAILED'
      ? { region, returnDomain: identity.returnDomain ?? '', domain: target.hosts.apex }
      : null,
  owner: {
    ko: '되돌아오는 메일을 받을 주소가 확인되지 않아서 메일이 스팸으로 보일 수 있어요.',
    en: 'The place for mail that comes back is not confirmed, so mail may look like spam.',
  },
  expert: ({ returnDomain }) => `SES gave up looking for the MX of ${returnDomain} (MAIL FROM).`,
  mend: ({ region, returnDomain, domain }) =>
    `aws sesv2 put-email-identity-mail-from-attributes --region ${region} --email-identity ${domain} --mail-from-domain ${returnDomain} --behavior-on-mx-failure USE_DEFAULT_VALUE`,
});

export const ALARMS_UNHEARD = fault({
  id: 'SNS-01',
  layer: 'cloud',
  severity: 'risk',
  needs: ['cloudTopics'],
  find: ({ cloudTopics: topics }) => {
    const unheard = topics.filter(({ confirmed }) => confirmed === 0);
    if (unheard.length === 0) return null;
    const said = unheard.map(({ arn, pending }) => `${arn} (${pending === 0 ? 'nobody subscribed' : 'pending'})`);
    return { said: said.join(', '), region: unheard[0]?.region ?? '' };
  },
  explains: ['AWS-01'],
  owner: {
    ko: 'AWS가 보낸 확인 메일의 링크를 누르지 않아서 서버 경보가 오지 않아요.',
    en: "The link in AWS's mail was not followed, so no alarm about the machine reaches you.",
  },
  expert: ({ said }) => `Topics without a confirmed subscription: ${said}.`,
  mend: 'Follow the link in the mail “AWS Notification - Subscription Confirmation”; npx pulumi up --refresh has it sent again.',
  mendKo:
    '“AWS Notification - Subscription Confirmation” 메일의 링크를 누르세요. 메일이 없으면 npx pulumi up --refresh가 다시 보내게 해요.',
});

export const CLOUD_MAIL_FAULTS: readonly AnyFault[] = [
  ...[MAIL_SANDBOX, SENDER_UNVERIFIED, SENDING_STOPPED, KEYS_MISSING, RETURN_PATH_LOST, ALARMS_UNHEARD],
];
