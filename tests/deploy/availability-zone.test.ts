import { chooseZone, keepZone } from '../../deploy/availability-zone';

const OFFERING = ['ap-northeast-2a', 'ap-northeast-2c'];
const asked = (availabilityZone: string | null) => ({
  region: 'ap-northeast-2',
  instanceType: 't4g.small',
  availabilityZone,
});

test('the zone that the stack names is taken if it has the type, else the first that does', () => {
  expect(chooseZone(asked('ap-northeast-2c'), OFFERING)).toBe('ap-northeast-2c');
  expect(chooseZone(asked(null), OFFERING)).toBe('ap-northeast-2a');
});

test('a zone that lacks the type is refused before a disk is made in it, and those that have it are named', () => {
  expect(() => chooseZone(asked('ap-northeast-2b'), OFFERING)).toThrow(
    "t4g.small isn't offered in ap-northeast-2b. Choose another instanceType, or one of the zones that have it: " +
      'ap-northeast-2a, ap-northeast-2c',
  );
});

test('a region that lacks the type is refused', () => {
  expect(() => chooseZone(asked(null), [])).toThrow("t4g.small isn't offered in ap-northeast-2: choose another.");
});

test('a type that the zone of the disk lacks is refused, rather than stop the machine for it', () => {
  expect(() => keepZone(asked(null), 'ap-northeast-2b', OFFERING)).toThrow(
    "t4g.small isn't offered in ap-northeast-2b",
  );
});
