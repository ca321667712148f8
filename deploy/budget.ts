/** A mail before the month's bill gets large. Of the whole account: tags count only once somebody switches them on. */
import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { type StackConfig } from './config';
import { PROJECT, tagsOf } from './tags';

export function createBudget(config: StackConfig, after: readonly pulumi.Resource[]): void {
  if (config.budgetUsd === 0) return;
  const notice = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
    notificationType,
    threshold,
    thresholdType: 'PERCENTAGE',
    comparisonOperator: 'GREATER_THAN',
    subscriberEmailAddresses: [config.ownerEmail],
  });
  new aws.budgets.Budget(
    'budget',
    {
      name: `${PROJECT}-${config.stack}`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: String(config.budgetUsd),
      limitUnit: 'USD',
      notifications: [notice('ACTUAL', 80), notice('FORECASTED', 100)],
      tags: tagsOf(config, 'budget'),
    },
    { dependsOn: [...after] },
  );
}
