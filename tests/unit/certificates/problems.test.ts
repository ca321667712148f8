import { formatBundle, parseBundle } from '../../../server/certificates/bundle';
import { problemsOf } from '../../../server/certificates/problems';
import { issueChain } from './support/chain';
import { daysFrom, NOW } from './support/temporary';

test.each([
  ['that is valid', daysFrom(NOW, -1), daysFrom(NOW, 1), []],
  ['that has ended', daysFrom(NOW, -9), daysFrom(NOW, -1), ['(CN=middle) ended on 2027-02-28T12:00:00.000Z']],
  [
    'that is not valid yet',
    daysFrom(NOW, 1),
    daysFrom(NOW, 9),
    ['(CN=middle) is not valid before 2027-03-02T12:00:00.000Z'],
  ],
])(
  'an intermediate %s is told as it is, and the dates of the root are nobody’s business',
  async (_which, notBefore, notAfter, told) => {
    const { key, leaf, intermediate, root } = await issueChain({ intermediate: { notBefore, notAfter } });
    const bundle = parseBundle(formatBundle('files', { key, chain: leaf + intermediate + root }));
    const problems = problemsOf({ now: NOW, bundle, damaged: [], plan: null, clock: null });
    expect(problems).toEqual(told.map((what): unknown => expect.stringContaining(what)));
  },
);
