import { attemptsOf } from '../../../../server/desk/access/entry/code';

const place = { person: 'her', asker: '10.0.0.1' } as const;
const keys = (knows: 'browser' | 'address' | null, by: 'code' | 'recovery') =>
  attemptsOf({ ...place, knows }, by).map(({ limit, of }) => `${limit}: ${of}`);

test('codes of an app are counted by person, from wherever they are typed', () => {
  for (const knows of ['address', null] as const) expect(keys(knows, 'code')).toEqual(['code: her', 'codeDay: her']);
});

test('a browser that is known as hers is counted for itself', () => {
  expect(keys('browser', 'code')).toEqual(['code: 10.0.0.1 her', 'codeDay: 10.0.0.1 her']);
});

test('codes on paper are counted apart, so that whoever guesses codes leaves her that way in', () => {
  for (const knows of ['browser', null] as const) expect(keys(knows, 'recovery')).toEqual(['recovery: 10.0.0.1 her']);
});
