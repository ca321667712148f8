import { originsOf } from '../../server/config/origins';
import { hostsOf } from '../../server/hosts';

test('every host derives from the domain, apex first', () => {
  expect(hostsOf('Essence-Aura.com').all.map((host) => [host.name, host.role])).toEqual([
    ['essence-aura.com', 'storefront'],
    ['www.essence-aura.com', 'redirect'],
    ['app.essence-aura.com', 'desk'],
  ]);
});

test('an origin carries the public port only when it is not 443', () => {
  expect(originsOf({ domain: 'essence-aura.com', publicHttpsPort: 443 })).toEqual({
    apex: 'https://essence-aura.com',
    app: 'https://app.essence-aura.com',
  });
  expect(originsOf({ domain: 'essence-aura.localhost', publicHttpsPort: 8443 }).app).toBe(
    'https://app.essence-aura.localhost:8443',
  );
});
