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

/** What IAM has to allow for each; null: nothing, everybody may ask who they are. deploy/README.md has them as a policy. */
export const PERMISSIONS: Readonly<Record<Question, string | null>> = {
  'sts:GetCallerIdentity': null,
  'ec2:DescribeInstances': 'ec2:DescribeInstances',
  'ec2:DescribeInstanceStatus': 'ec2:DescribeInstanceStatus',
  'ec2:DescribeInstanceCreditSpecifications': 'ec2:DescribeInstanceCreditSpecifications',
  'ec2:DescribeAddresses': 'ec2:DescribeAddresses',
  'ec2:DescribeSecurityGroups': 'ec2:DescribeSecurityGroups',
  'ec2:DescribeNetworkAcls': 'ec2:DescribeNetworkAcls',
  'ec2:DescribeRouteTables': 'ec2:DescribeRouteTables',
  'ec2:DescribeVolumes': 'ec2:DescribeVolumes',
  'ec2:DescribeSnapshots': 'ec2:DescribeSnapshots',
  'ec2:DescribeInstanceTypes': 'ec2:DescribeInstanceTypes',
  'ec2:DescribeInstanceTypeOfferings': 'ec2:DescribeInstanceTypeOfferings',
  'ec2:DescribeVpcs': 'ec2:DescribeVpcs',
  'cloudwatch:GetMetricData': 'cloudwatch:GetMetricData',
  'route53:ListHostedZones': 'route53:ListHostedZones',
  'route53:GetHostedZone': 'route53:GetHostedZone',
  'route53:ListResourceRecordSets': 'route53:ListResourceRecordSets',
  'route53domains:GetDomainDetail': 'route53domains:GetDomainDetail',
  'route53domains:GetContactReachabilityStatus': 'route53domains:GetContactReachabilityStatus',
  'sesv2:GetAccount': 'ses:GetAccount',
  'sesv2:GetEmailIdentity': 'ses:GetEmailIdentity',
  'sns:ListTopics': 'sns:ListTopics',
  'sns:ListSubscriptionsByTopic': 'sns:ListSubscriptionsByTopic',
  'elbv2:DescribeLoadBalancers': 'elasticloadbalancing:DescribeLoadBalancers',
  'elbv2:DescribeListeners': 'elasticloadbalancing:DescribeListeners',
  'elbv2:DescribeListenerCertificates': 'elasticloadbalancing:DescribeListenerCertificates',
  'elbv2:DescribeTargetGroups': 'elasticloadbalancing:DescribeTargetGroups',
  'elbv2:DescribeTargetHealth': 'elasticloadbalancing:DescribeTargetHealth',
  'acm:DescribeCertificate': 'acm:DescribeCertificate',
  'cloudfront:ListDistributions': 'cloudfront:ListDistributions',
  'servicequotas:GetServiceQuota': 'servicequotas:GetServiceQuota',
  'servicequotas:GetAWSDefaultServiceQuota': 'servicequotas:GetAWSDefaultServiceQuota',
  'ssm:GetParameter': 'ssm:GetParameter',
};

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
