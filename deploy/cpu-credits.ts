/** What a machine of the t family can cost beyond its price: each has a share of its cores, and may take more for money. */
import { GLOBAL_PRICES } from './prices';

/** By size: how many cores it has, and the share of each that its price covers (EC2 User Guide, burstable instances). */
const SIZES: Readonly<Record<string, readonly [cores: number, share: number]>> = {
  nano: [2, 0.05],
  micro: [2, 0.1],
  small: [2, 0.2],
  medium: [2, 0.2],
  large: [2, 0.3],
  xlarge: [4, 0.4],
  '2xlarge': [8, 0.4],
};

/** @returns dollars an hour of one that computes all the time, beyond its price; 0 for another family */
export function surplusOf(instanceType: string): number {
  const [, family, size] = /^(t\d[a-z]?)\.(\w+)$/.exec(instanceType) ?? [];
  const [cores, share] = SIZES[size ?? ''] ?? [0, 1];
  if (family === undefined) return 0;
  const { own, others } = GLOBAL_PRICES.surplusCoreHour;
  return cores * (1 - share) * (family.endsWith('g') ? own : others);
}
