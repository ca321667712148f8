/** Faults of hosted zones, the registrar, and mail. */
import { identity, sendingAccount, DOMAIN, records, registration, subscribed, zone } from './account';
import { zoneOf, domain, mail, type Faults } from './cases';
import { refuse } from './recorded-cloud';

const [, anAddress] = records;

export const NAMES_FAULTS: Faults = [
  [
    'REG-04',
    'two zones of one name',
    {
      change: {
        'route53:ListHostedZones': {
          HostedZones: [zone, { ...zone, Id: '/hostedzone/ZONE2' }],
          IsTruncated: false,
          MaxItems: 100,
          Marker: undefined,
        },
        'route53:GetHostedZone': ({ Id }) => ({
          HostedZone: zone,
          DelegationSet: {
            NameServers: Id === zone.Id ? registration.Nameservers.map(({ Name }) => Name) : ['ns-9.awsdns-09.com'],
          },
        }),
      },
    },
  ],
  [
    'ZONE-01',
    'a name written twice over',
    { change: zoneOf([...records, { ...anAddress!, Name: `app.${DOMAIN}.${DOMAIN}.` }]) },
  ],
  [
    'ZONE-02',
    'the world asks others',
    {
      change: { 'route53domains:GetDomainDetail': refuse('route53domains:GetDomainDetail', 'InvalidInput') },
      nameServers: ['ns1.parking.example'],
    },
  ],
  [
    'ZONE-02',
    'Route 53 as the registrar names others',
    { change: domain({ Nameservers: [{ Name: 'ns-8.awsdns-08.com' }] }) },
  ],
  ['ZONE-03', 'a record is missing', { change: zoneOf(records.filter(({ Name }) => Name !== `app.${DOMAIN}.`)) }],
  ['ZONE-04', 'the domain is on hold', { change: domain({ StatusList: ['clientHold'] }) }],
  [
    'ZONE-05',
    'the registrant has not answered',
    { change: { 'route53domains:GetContactReachabilityStatus': { domainName: DOMAIN, status: 'PENDING' } } },
  ],
  ['ZONE-06', 'the domain is not renewed', { change: domain({ AutoRenew: false }) }],
  ['MAIL-02', 'the sandbox', { change: { 'sesv2:GetAccount': { ...sendingAccount, ProductionAccessEnabled: false } } }],
  [
    'SES-01',
    'the domain is not verified',
    {
      change: mail({
        VerifiedForSendingStatus: false,
        DkimAttributes: { ...identity.DkimAttributes, Status: 'FAILED' },
      }),
    },
  ],
  [
    'SES-02',
    'sending is stopped',
    { change: { 'sesv2:GetAccount': { ...sendingAccount, SendingEnabled: false, EnforcementStatus: 'SHUTDOWN' } } },
  ],
  [
    'SES-02',
    'sending is watched',
    { change: { 'sesv2:GetAccount': { ...sendingAccount, EnforcementStatus: 'PROBATION' } } },
  ],
  ['SES-03', "the mail's keys are missing", { change: zoneOf(records.filter(({ Type }) => Type !== 'CNAME')) }],
  [
    'SES-04',
    'no place for bounces',
    { change: mail({ MailFromAttributes: { ...identity.MailFromAttributes, MailFromDomainStatus: 'FAILED' } }) },
  ],
  ['SNS-01', 'alarms are not confirmed', { change: { 'sns:ListSubscriptionsByTopic': subscribed(false) } }],
];
