/** Under which name SES publishes the keys that sign mail: of some regions it is their own (AWS General Reference, SES). */
const SHARED = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'me-south-1'],
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
];
const OWN = [
  ...['af-south-1', 'ca-west-1', 'eu-central-2', 'eu-south-1', 'il-central-1', 'me-central-1'],
  ...['ap-northeast-3', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-5'],
];

/** @returns null where it isn't known: a domain whose keys lie elsewhere would never be confirmed */
export function dkimDomainOf(region: string): string | null {
  if (SHARED.includes(region)) return 'dkim.amazonses.com';
  return OWN.includes(region) ? `dkim.${region}.amazonses.com` : null;
}
