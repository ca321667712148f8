/** What a stack may say and a machine be told, for tests that need one of each. */
import type { HostConfig } from '../../deploy/host-config';

/** Whose a domain is that is bought. */
export const CONTACT = {
  firstName: 'Gildong',
  lastName: 'Hong',
  email: 'owner@example.com',
  phoneNumber: '+82.1012345678',
  addressLine1: '1 Sejong-daero',
  city: 'Seoul',
  zipCode: '04524',
  countryCode: 'KR',
};

export const HOST: HostConfig = {
  domain: 'essence-aura.com',
  ownerEmail: 'owner@example.com',
  stack: 'production',
  region: 'ap-northeast-2',
  bucket: 'essence-aura-production-1a2b3c',
  parameters: '/essence-aura/production/',
  dataDevice: '/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0123456789abcdef0',
  acmeDirectoryUrl: 'https://acme-v02.api.letsencrypt.org/directory',
  acmeChallenge: 'http-01',
  acmeProfile: null,
  zoneId: null,
  challengeRoleArn: null,
  adminAddress: null,
  adminKey: null,
  rebootTime: '03:30',
};
