/** What AWS asks, in US dollars before tax, for `npm run cost`. Typed in by hand: AWS may ask something else by now. */
export const PRICES_OF = {
  /** When the figures were last held against a page of AWS; null: they never were, but noted from general knowledge. */
  checkedOn: null as string | null,
  notedOn: '2026-11-23',
  pages: [
    'https://aws.amazon.com/ec2/pricing/on-demand/',
    'https://aws.amazon.com/ebs/pricing/',
    'https://aws.amazon.com/s3/pricing/',
    'https://aws.amazon.com/vpc/pricing/',
    'https://aws.amazon.com/route53/pricing/',
    'https://aws.amazon.com/cloudwatch/pricing/',
    'https://aws.amazon.com/ses/pricing/',
  ],
} as const;

export interface RegionalPrices {
  /** An hour of a machine with Linux, by its type. */
  readonly instanceHour: Readonly<Record<string, number>>;
  readonly diskGibMonth: number;
  readonly snapshotGibMonth: number;
  readonly bucketGibMonth: number;
  /** Out to the internet, beyond the free part. */
  readonly trafficGib: number;
  readonly thousandPuts: number;
}

const SEOUL: RegionalPrices = {
  instanceHour: {
    't4g.micro': 0.0104,
    't4g.small': 0.0208,
    't4g.medium': 0.0416,
    't4g.large': 0.0832,
    't3.micro': 0.013,
    't3.small': 0.026,
    't3.medium': 0.052,
    't3.large': 0.104,
  },
  diskGibMonth: 0.0912,
  snapshotGibMonth: 0.05,
  bucketGibMonth: 0.025,
  trafficGib: 0.126,
  thousandPuts: 0.0045,
};

const VIRGINIA: RegionalPrices = {
  instanceHour: {
    't4g.micro': 0.0084,
    't4g.small': 0.0168,
    't4g.medium': 0.0336,
    't4g.large': 0.0672,
    't3.micro': 0.0104,
    't3.small': 0.0208,
    't3.medium': 0.0416,
    't3.large': 0.0832,
  },
  diskGibMonth: 0.08,
  snapshotGibMonth: 0.05,
  bucketGibMonth: 0.023,
  trafficGib: 0.09,
  thousandPuts: 0.005,
};

export const REGIONAL_PRICES: Readonly<Record<string, RegionalPrices>> = {
  'ap-northeast-2': SEOUL,
  'us-east-1': VIRGINIA,
};

export const FALLBACK = { region: 'ap-northeast-2', prices: SEOUL } as const;

/** A year of a domain, by what it ends in. `aws route53domains list-prices --region us-east-1 --tld com` has today's. */
export const DOMAIN_YEAR: Readonly<Record<string, number>> = {
  com: 15,
  net: 17,
  org: 15,
  info: 25,
  biz: 21,
  shop: 35,
  store: 56,
  co: 34,
  io: 71,
  me: 20,
  'co.uk': 10,
  uk: 10,
  de: 10,
  fr: 13,
  jp: 90,
};

/** A name with more than two labels is sold only where a registry sells below its second: co.uk. */
export function isSold(domain: string): boolean {
  return domain.split('.').length === 2 || topLevelOf(domain) in DOMAIN_YEAR;
}

export const topLevelOf = (domain: string): string => domain.slice(domain.indexOf('.') + 1);

export const GLOBAL_PRICES = {
  addressHour: 0.005,
  zoneMonth: 0.5,
  /** A check over HTTPS of something within AWS. Of basic ones the first fifty are free; HTTPS is charged as a feature. */
  healthCheckMonth: 1.5,
  /** Of a t machine that computes more than it has saved up: a core's hour, with Linux. By AWS's own processors, others. */
  surplusCoreHour: { own: 0.04, others: 0.05 },
  alarmMonth: 0.1,
  thousandMails: 0.1,
  freeTrafficGib: 100,
} as const;
