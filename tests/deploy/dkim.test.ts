import { dkimDomainOf } from '../../deploy/dkim';

test.each([
  ['ap-northeast-2', 'dkim.amazonses.com'],
  ['us-east-1', 'dkim.amazonses.com'],
  ['eu-central-1', 'dkim.amazonses.com'],
  ['eu-central-2', 'dkim.eu-central-2.amazonses.com'],
  ['ap-northeast-3', 'dkim.ap-northeast-3.amazonses.com'],
  ['il-central-1', 'dkim.il-central-1.amazonses.com'],
])('SES in %s keeps its keys at %s', (region, domain) => {
  expect(dkimDomainOf(region)).toBe(domain);
});

test('of a region that nobody has looked up nothing is guessed', () => {
  expect(dkimDomainOf('mx-central-1')).toBeNull();
});
