/** What a proof by DNS may do in the shop's zone, and nothing else: write TXT records at the names a CA looks at. */
import { hostsOf } from '../server/hosts';

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly object[];
}

const KEY = 'route53:ChangeResourceRecordSets';

export function challengePolicy(domain: string, zoneId: string): PolicyDocument {
  const zone = `arn:aws:route53:::hostedzone/${zoneId}`;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Proofs',
        Effect: 'Allow',
        Action: 'route53:ChangeResourceRecordSets',
        Resource: zone,
        Condition: {
          'ForAllValues:StringEquals': {
            [`${KEY}NormalizedRecordNames`]: hostsOf(domain).all.map(({ name }) => `_acme-challenge.${name}`),
            [`${KEY}RecordTypes`]: ['TXT'],
            [`${KEY}Actions`]: ['UPSERT', 'DELETE'],
          },
          // Of a key that is missing the condition above is true.
          Null: {
            [`${KEY}NormalizedRecordNames`]: 'false',
            [`${KEY}RecordTypes`]: 'false',
            [`${KEY}Actions`]: 'false',
          },
        },
      },
      { Sid: 'Look', Effect: 'Allow', Action: 'route53:ListResourceRecordSets', Resource: zone },
      // A change has an id that nobody knows before.
      { Sid: 'Wait', Effect: 'Allow', Action: 'route53:GetChange', Resource: 'arn:aws:route53:::change/*' },
    ],
  };
}
