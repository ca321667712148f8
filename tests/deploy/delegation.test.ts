import { delegationNotice } from '../../deploy/delegation';

const OURS = ['ns-1.awsdns-01.com.', 'ns-2.awsdns-02.org.'];
const answer = (servers: readonly string[]) => () => Promise.resolve(servers);

test('a zone that the world is sent to needs no notice, in whatever order and spelling', async () => {
  const found = answer(['NS-2.awsdns-02.org', 'ns-1.awsdns-01.com']);
  expect(await delegationNotice('essence-aura.com.', OURS, 'elsewhere', found)).toBeNull();
});

test('a new domain is told which name servers to set, and that the shop then opens by itself', async () => {
  const nowhere = () => Promise.reject(new Error('queryNs ENOTFOUND essence-aura.com'));
  const notice = await delegationNotice('essence-aura.com.', OURS, 'elsewhere', nowhere);
  expect(notice).toContain('essence-aura.com is not delegated to this zone yet: the world finds none.');
  expect(notice).toContain('\n  ns-1.awsdns-01.com\n  ns-2.awsdns-02.org\n');
  expect(notice).toContain('opens by itself');
});

test.each([
  ["the registrar's own", ['ns1.registrar.example', 'ns2.registrar.example']],
  ['only some of ours', ['ns-1.awsdns-01.com']],
  ["ours and another's", [...OURS, 'ns1.registrar.example']],
])('a domain that is sent to %s is told where it goes now', async (_what, found) => {
  const notice = await delegationNotice('essence-aura.com', OURS, 'elsewhere', answer(found));
  const names = found.map((name) => name.replace(/\.$/, '')).sort();
  expect(notice).toContain(`the world is sent to ${names.join(', ')}.`);
});

test('where Route 53 is the registrar nobody is sent to one, and the wait is said', async () => {
  const notice = await delegationNotice('essence-aura.com', OURS, 'route53', () =>
    Promise.reject(new Error('ENOTFOUND')),
  );
  expect(notice).toContain('The registry is told by Route 53');
  expect(notice).toContain('opens by itself');
  expect(notice).not.toContain('registrar');
});
