import { z } from 'zod';

/** Regions of the main cloud whose identity service has an address of its own (docs/vendors/huawei-common.md#hosts). */
const OWN_IAM = [
  'ae-ad-1',
  'af-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'cn-east-2',
  'cn-east-3',
  'cn-east-4',
  'cn-east-5',
  'cn-north-1',
  'cn-north-2',
  'cn-north-4',
  'cn-north-9',
  'cn-south-1',
  'cn-south-2',
  'cn-southwest-2',
  'eu-west-0',
  'la-north-2',
  'la-south-2',
  'me-east-1',
  'my-kualalumpur-1',
  'na-mexico-1',
  'ru-moscow-1',
  'sa-brazil-1',
  'tr-west-1',
];
const GLOBAL_IAM = ['af-north-1', 'ap-southeast-5', 'cn-north-11', 'cn-south-4', 'cn-southwest-3'];
const OTC_DOMAINS: Readonly<Record<string, string>> = {
  'eu-de': 'otc.t-systems.com',
  'eu-nl': 'otc.t-systems.com',
  'eu-ch2': 'sc.otc.t-systems.com',
};

/** All that are known; there may be newer ones. */
export const REGIONS: readonly string[] = [
  ...OWN_IAM,
  ...GLOBAL_IAM,
  'eu-west-101',
  ...Object.keys(OTC_DOMAINS),
];

const MAIN = 'myhuaweicloud.com';
const EUROPE = 'myhuaweicloud.eu';

/** `otc`, or the domain of a cloud: of HCS Online, or of a partner. */
export const cloud = z
  .string()
  .regex(
    /^(?:otc|(?:[a-z0-9][a-z0-9-]{0,62}\.)+[a-z][a-z0-9-]{0,62})$/,
    'must be `otc`, or the domain of a cloud, such as myhuaweicloud.eu, without the names of services and regions',
  )
  .meta({ description: 'otc, or the domain of a cloud' });

/** What all hosts of a region end with (docs/vendors/huawei-common.md#hosts). */
export function domainOf(region: string, name: string | undefined): string {
  const otc = OTC_DOMAINS[region];
  if (name === 'otc') return otc ?? 'otc.t-systems.com';
  return name ?? otc ?? (region.startsWith('eu-west-1') ? EUROPE : MAIN);
}

/** Of the identity service. */
export function iamHostOf(region: string, name: string | undefined): string {
  const domain = domainOf(region, name);
  if (region === 'eu-ch2') return `iam-pub.${region}.${domain}`;
  return domain === MAIN && !OWN_IAM.includes(region) ? `iam.${domain}` : `iam.${region}.${domain}`;
}
