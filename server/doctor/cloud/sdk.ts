/** AWS's own SDK, a part of it loaded when it is first asked: it is large, and not installed where the shop runs. */
import type { STSClientConfig } from '@aws-sdk/client-sts';
import { asError } from '../../process/thrown';
import type { Cloud, Question, Questions } from './questions';

export interface SdkOptions {
  readonly regions: readonly string[];
  readonly stack: string | null;
  readonly credentials: NonNullable<STSClientConfig['credentials']>;
  /** Where all services are asked; null: at AWS. */
  readonly endpoint: string | null;
}

interface Client {
  send(command: object, options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
  destroy(): void;
}
type ClientClass = new (config: object) => Client;
type Sdk = Readonly<Record<string, unknown>>;

const SERVICES: Readonly<Record<string, () => Promise<readonly [client: string, sdk: Sdk]>>> = {
  acm: async () => ['ACMClient', await import('@aws-sdk/client-acm')],
  cloudfront: async () => ['CloudFrontClient', await import('@aws-sdk/client-cloudfront')],
  cloudwatch: async () => ['CloudWatchClient', await import('@aws-sdk/client-cloudwatch')],
  ec2: async () => ['EC2Client', await import('@aws-sdk/client-ec2')],
  elbv2: async () => ['ElasticLoadBalancingV2Client', await import('@aws-sdk/client-elastic-load-balancing-v2')],
  route53: async () => ['Route53Client', await import('@aws-sdk/client-route-53')],
  route53domains: async () => ['Route53DomainsClient', await import('@aws-sdk/client-route-53-domains')],
  servicequotas: async () => ['ServiceQuotasClient', await import('@aws-sdk/client-service-quotas')],
  sesv2: async () => ['SESv2Client', await import('@aws-sdk/client-sesv2')],
  sns: async () => ['SNSClient', await import('@aws-sdk/client-sns')],
  ssm: async () => ['SSMClient', await import('@aws-sdk/client-ssm')],
  sts: async () => ['STSClient', await import('@aws-sdk/client-sts')],
};

/** Without the last the SDK only warns, and waits on. */
const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 6_000, throwOnRequestTimeout: true };
const MAX_ATTEMPTS = 3;

/** A second or more of computing: done before any probe's deadline runs. What is rarely asked is loaded when it is. */
export async function loadSdk(): Promise<void> {
  const often = ['sts', 'ec2', 'route53', 'route53domains', 'sesv2', 'sns', 'cloudwatch', 'elbv2'];
  for (const service of often) await loadOrThrow(service);
}

export class CloudError extends Error {
  constructor(
    /** AWS's code, such as AccessDenied. */
    override readonly name: string,
    message: string,
    cause: Error,
  ) {
    super(message, { cause });
  }
}

export function createSdkCloud({ regions, stack, credentials, endpoint }: SdkOptions): Cloud {
  const clients = new Map<string, Promise<{ readonly sdk: Sdk; readonly client: Client }>>();

  function clientOf(service: string, region: string) {
    const key = `${service} ${region}`;
    const known = clients.get(key);
    if (known) return known;
    const made = loadOrThrow(service).then(([name, sdk]) => {
      const config = { region, credentials, maxAttempts: MAX_ATTEMPTS, requestHandler: TIMEOUTS };
      const client = new (sdk[name] as ClientClass)({ ...config, ...(endpoint === null ? {} : { endpoint }) });
      return { sdk, client };
    });
    clients.set(key, made);
    return made;
  }

  return {
    regions,
    stack,
    async ask<Q extends Question>(question: Q, region: string, input: Questions[Q]['input'], abortSignal: AbortSignal) {
      const [service = '', operation = ''] = question.split(':');
      const { sdk, client } = await clientOf(service, region);
      const Command = sdk[`${operation}Command`] as new (input: object) => object;
      try {
        return (await client.send(new Command(input), { abortSignal })) as Questions[Q]['output'];
      } catch (thrown) {
        throw refusalOf(question, thrown);
      }
    },
  };
}

async function loadOrThrow(service: string) {
  const load = SERVICES[service];
  if (!load) throw new Error(`no client is known here for ${service}`);
  return load();
}

function refusalOf(question: Question, thrown: unknown): CloudError {
  const error = asError(thrown);
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  const isAnswer = $metadata?.httpStatusCode !== undefined;
  const message = isAnswer
    ? `AWS refused ${question}: ${error.name}: ${error.message}`
    : `AWS could not be asked ${question}: ${error.message}`;
  return new CloudError(error.name, message, error);
}
