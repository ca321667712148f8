/** Who notices that a stack's shop is closed, or that something is about to close it. */
import { ADDRESS_V6, type Stack } from './stack';

export function testAlarms(stack: () => Stack, domain: string): void {
  describe('the alarms', () => {
    test('come from outside, through the public name, in the one region that knows what Route 53 found', () => {
      for (const { inputs } of stack().of('aws:route53/healthCheck:HealthCheck')) {
        expect(inputs).toMatchObject({
          type: 'HTTPS',
          fqdn: domain,
          port: 443,
          resourcePath: '/readyz',
          enableSni: true,
        });
      }
      for (const [name, check] of [
        ['closed', 'open-id'],
        ['closed-ipv6', 'open-ipv6-id'],
      ]) {
        const closed = stack()
          .of('aws:cloudwatch/metricAlarm:MetricAlarm')
          .find((alarm) => alarm.name === name);
        expect(closed?.inputs).toMatchObject({
          region: 'us-east-1',
          dimensions: { HealthCheckId: check },
          treatMissingData: 'breaching',
          alarmActions: ['arn:aws:test:::alarms-of-health'],
        });
      }
    });

    test('see a way over IPv6 that leads nowhere, which a check by name alone does not take', () => {
      const asked = stack()
        .of('aws:route53/healthCheck:HealthCheck')
        .map(({ inputs }) => inputs.ipAddress);
      expect(asked).toEqual([undefined, ADDRESS_V6]);
    });

    test("see that the data's disk can't be read, which the machine itself outlives", () => {
      const disks = stack()
        .of('aws:cloudwatch/metricAlarm:MetricAlarm')
        .find(({ name }) => name === 'disks');
      expect(disks?.inputs).toMatchObject({
        metricName: 'StatusCheckFailed_AttachedEBS',
        dimensions: { InstanceId: 'shop-id' },
        alarmActions: ['arn:aws:test:::alarms'],
      });
    });

    test('reach the owner by mail, the bill among them', () => {
      const mails = stack().of('aws:sns/topicSubscription:TopicSubscription');
      expect(mails.map(({ inputs }) => [inputs.region, inputs.protocol, inputs.endpoint])).toEqual([
        ['ap-northeast-2', 'email', 'owner@example.com'],
        ['us-east-1', 'email', 'owner@example.com'],
      ]);
      expect(stack().one('aws:budgets/budget:Budget').inputs).toMatchObject({ limitAmount: '40', timeUnit: 'MONTHLY' });
    });
  });
}
