/** Every question that is asked of AWS. None changes anything. */
import type * as Acm from '@aws-sdk/client-acm';
import type * as CloudFront from '@aws-sdk/client-cloudfront';
import type * as CloudWatch from '@aws-sdk/client-cloudwatch';
import type * as Ec2 from '@aws-sdk/client-ec2';
import type * as Elb from '@aws-sdk/client-elastic-load-balancing-v2';
import type * as Route53 from '@aws-sdk/client-route-53';
import type * as Domains from '@aws-sdk/client-route-53-domains';
import type * as Quotas from '@aws-sdk/client-service-quotas';
import type * as Ses from '@aws-sdk/client-sesv2';
import type * as Sns from '@aws-sdk/client-sns';
import type * as Ssm from '@aws-sdk/client-ssm';
import type * as Sts from '@aws-sdk/client-sts';

interface About<I, O> {
  readonly input: I;
  readonly output: Omit<O, '$metadata'>;
}

export interface Questions {
  'sts:GetCallerIdentity': About<Sts.GetCallerIdentityCommandInput, Sts.GetCallerIdentityCommandOutput>;
  'ec2:DescribeInstances': About<Ec2.DescribeInstancesCommandInput, Ec2.DescribeInstancesCommandOutput>;
  'ec2:DescribeInstanceStatus': About<Ec2.DescribeInstanceStatusCommandInput, Ec2.DescribeInstanceStatusCommandOutput>;
  'ec2:DescribeInstanceCreditSpecifications': About<
    Ec2.DescribeInstanceCreditSpecificationsCommandInput,
    Ec2.DescribeInstanceCreditSpecificationsCommandOutput
  >;
  'ec2:DescribeAddresses': About<Ec2.DescribeAddressesCommandInput, Ec2.DescribeAddressesCommandOutput>;
  'ec2:DescribeSecurityGroups': About<Ec2.DescribeSecurityGroupsCommandInput, Ec2.DescribeSecurityGroupsCommandOutput>;
  'ec2:DescribeNetworkAcls': About<Ec2.DescribeNetworkAclsCommandInput, Ec2.DescribeNetworkAclsCommandOutput>;
  'ec2:DescribeRouteTables': About<Ec2.DescribeRouteTablesCommandInput, Ec2.DescribeRouteTablesCommandOutput>;
  'ec2:DescribeVolumes': About<Ec2.DescribeVolumesCommandInput, Ec2.DescribeVolumesCommandOutput>;
  'ec2:DescribeSnapshots': About<Ec2.DescribeSnapshotsCommandInput, Ec2.DescribeSnapshotsCommandOutput>;
  'ec2:DescribeInstanceTypes': About<Ec2.DescribeInstanceTypesCommandInput, Ec2.DescribeInstanceTypesCommandOutput>;
  'ec2:DescribeInstanceTypeOfferings': About<
    Ec2.DescribeInstanceTypeOfferingsCommandInput,
    Ec2.DescribeInstanceTypeOfferingsCommandOutput
  >;
  'ec2:DescribeVpcs': About<Ec2.DescribeVpcsCommandInput, Ec2.DescribeVpcsCommandOutput>;
  'cloudwatch:GetMetricData': About<CloudWatch.GetMetricDataCommandInput, CloudWatch.GetMetricDataCommandOutput>;
  'route53:ListHostedZones': About<Route53.ListHostedZonesCommandInput, Route53.ListHostedZonesCommandOutput>;
  'route53:GetHostedZone': About<Route53.GetHostedZoneCommandInput, Route53.GetHostedZoneCommandOutput>;
  'route53:ListResourceRecordSets': About<
    Route53.ListResourceRecordSetsCommandInput,
    Route53.ListResourceRecordSetsCommandOutput
  >;
  'route53domains:GetDomainDetail': About<Domains.GetDomainDetailCommandInput, Domains.GetDomainDetailCommandOutput>;
  'route53domains:GetContactReachabilityStatus': About<
    Domains.GetContactReachabilityStatusCommandInput,
    Domains.GetContactReachabilityStatusCommandOutput
  >;
  'sesv2:GetAccount': About<Ses.GetAccountCommandInput, Ses.GetAccountCommandOutput>;
  'sesv2:GetEmailIdentity': About<Ses.GetEmailIdentityCommandInput, Ses.GetEmailIdentityCommandOutput>;
  'sns:ListTopics': About<Sns.ListTopicsCommandInput, Sns.ListTopicsCommandOutput>;
  'sns:ListSubscriptionsByTopic': About<
    Sns.ListSubscriptionsByTopicCommandInput,
    Sns.ListSubscriptionsByTopicCommandOutput
  >;
  'elbv2:DescribeLoadBalancers': About<Elb.DescribeLoadBalancersCommandInput, Elb.DescribeLoadBalancersCommandOutput>;
  'elbv2:DescribeListeners': About<Elb.DescribeListenersCommandInput, Elb.DescribeListenersCommandOutput>;
  'elbv2:DescribeListenerCertificates': About<
    Elb.DescribeListenerCertificatesCommandInput,
    Elb.DescribeListenerCertificatesCommandOutput
  >;
  'elbv2:DescribeTargetGroups': About<Elb.DescribeTargetGroupsCommandInput, Elb.DescribeTargetGroupsCommandOutput>;
  'elbv2:DescribeTargetHealth': About<Elb.DescribeTargetHealthCommandInput, Elb.DescribeTargetHealthCommandOutput>;
  'acm:DescribeCertificate': About<Acm.DescribeCertificateCommandInput, Acm.DescribeCertificateCommandOutput>;
  'cloudfront:ListDistributions': About<
    CloudFront.ListDistributionsCommandInput,
    CloudFront.ListDistributionsCommandOutput
  >;
  'servicequotas:GetServiceQuota': About<Quotas.GetServiceQuotaCommandInput, Quotas.GetServiceQuotaCommandOutput>;
  'servicequotas:GetAWSDefaultServiceQuota': About<
    Quotas.GetAWSDefaultServiceQuotaCommandInput,
    Quotas.GetAWSDefaultServiceQuotaCommandOutput
  >;
  'ssm:GetParameter': About<Ssm.GetParameterCommandInput, Ssm.GetParameterCommandOutput>;
}

export type Question = keyof Questions;

/** One of IAM's: whoever may ask this may. Most are called like the question; these services are called otherwise there. */
const SERVICE_IN_IAM: Readonly<Record<string, string>> = {
  elbv2: 'elasticloadbalancing',
  sesv2: 'ses',
};

/** @returns null: everybody may ask it, whatever a policy says */
export function permissionFor(question: Question): string | null {
  const [service = '', operation = ''] = question.split(':');
  return question === 'sts:GetCallerIdentity' ? null : `${SERVICE_IN_IAM[service] ?? service}:${operation}`;
}

/** The account of the shop's owner, as whoever asks is let into it. */
export interface Cloud {
  /** Where the shop's machine may stand, the likeliest first. */
  readonly regions: readonly string[];
  /** Which of the account's is this shop's; null: nothing here says so. */
  readonly stack: string | null;
  /** @throws Error with what AWS refused, in its own words; its `name` is AWS's code, such as AccessDenied */
  ask<Q extends Question>(
    question: Q,
    region: string,
    input: Questions[Q]['input'],
    signal: AbortSignal,
  ): Promise<Questions[Q]['output']>;
}

/** Route 53, its registrar and CloudFront have one place for all of the world. */
export const WORLD = 'us-east-1';
