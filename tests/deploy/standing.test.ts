// A stack whose machine runs, on a computer that has packed nothing, with what an owner may change later.
import { CONFIG, runProgram, type Stack } from './stack';

let stack: Stack;
beforeAll(async () => {
  const changed = {
    ...CONFIG.production,
    'essence-aura:availabilityZone': 'ap-northeast-2a',
    'essence-aura:budgetUsd': '0',
    'essence-aura:cpuCredits': 'standard',
  };
  stack = await runProgram('production', changed, { machines: ['i-1'], standsIn: 'ap-northeast-2c' });
});

test('another zone moves no disk, and is said to change nothing', () => {
  expect(stack.one('aws:ebs/volume:Volume').inputs.availabilityZone).toBe('ap-northeast-2c');
  expect(stack.log.join('\n')).toContain('availabilityZone: ap-northeast-2a changes nothing');
});

test('no release is packed or looked for, and the one that went up stays in the state', () => {
  const [asked] = stack.calls.filter(({ token }) => token === 'aws:ec2/getInstances:getInstances');
  expect(asked?.inputs).toMatchObject({
    filters: [
      { name: 'tag:Project', values: ['essence-aura'] },
      { name: 'tag:Stack', values: ['production'] },
    ],
  });
  const [file, current] = stack.of('aws:s3/bucketObjectv2:BucketObjectv2');
  expect(file?.inputs.source).toBe('the release that was uploaded before');
  // What stands in its place is ignored, and no file of that name could ever be uploaded instead.
  for (const object of [file, current]) expect(object?.ignoreChanges).toEqual(['key', 'source', 'content', 'metadata']);
});

test('an account that may make no budget goes without one', () => {
  expect(stack.of('aws:budgets/budget:Budget')).toEqual([]);
});

test('a machine of the t family gets slow rather than dear, where the owner says so', () => {
  expect(stack.one('aws:ec2/instance:Instance').inputs.creditSpecification).toEqual({ cpuCredits: 'standard' });
});
