import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { architectureOf, userDataOf } from '../../deploy/instance';
import { readEnvironment } from '../../server/config/env';

const userData = userDataOf({ domain: 'essence-aura.com', ownerEmail: 'owner@essence-aura.com' });

describe("the first boot's script", () => {
  test('is a script that cloud-init runs, small enough for EC2, that bash can read', () => {
    expect(userData).toMatch(/^#!\/usr\/bin\/env bash\nexport DOMAIN='essence-aura\.com' OWNER_EMAIL='owner@/);
    expect(Buffer.byteLength(userData)).toBeLessThan(16 * 1024);
    expect(() => execFileSync('bash', ['-n'], { input: userData, stdio: 'pipe' })).not.toThrow();
  });

  test('refuses to run without its values', () => {
    const script = path.resolve(__dirname, '..', '..', 'deploy', 'host', 'bootstrap.sh');
    const run = () => execFileSync('bash', [script], { env: { PATH: '/usr/bin:/bin' }, stdio: 'pipe' });
    expect(run).toThrow(/DOMAIN/);
  });

  test('leaves an environment that the shop accepts in production', () => {
    const block = /<<ENVIRONMENT\n([^]*?)\nENVIRONMENT\n/.exec(userData)?.[1] ?? '';
    const filled = block
      .replace('$DOMAIN', 'essence-aura.com')
      .replace('$OWNER_EMAIL', 'owner@essence-aura.com')
      .replace('$data', /^data=(.*)$/m.exec(userData)?.[1] ?? '');
    const pairs = filled.matchAll(/^(\w+)=(.*)$/gm);
    const variables = Object.fromEntries(Array.from(pairs, ([, name, value]) => [String(name), String(value)]));
    expect(readEnvironment(variables).config).toMatchObject({
      mode: 'production',
      domain: 'essence-aura.com',
      dataDir: '/var/lib/essence-aura',
      httpPort: 80,
      httpsPort: 443,
      certificates: 'acme',
      acme: { email: 'owner@essence-aura.com' },
    });
  });
});

describe('the processor', () => {
  test.each([
    ['t4g.small', 'arm64'],
    ['m7g.large', 'arm64'],
    ['c7gn.medium', 'arm64'],
    ['im4gn.large', 'arm64'],
    ['is4gen.medium', 'arm64'],
    ['a1.medium', 'arm64'],
    ['t3.small', 'amd64'],
    ['t3a.small', 'amd64'],
    ['m7i-flex.large', 'amd64'],
    ['g4dn.xlarge', 'amd64'],
    ['m5zn.large', 'amd64'],
  ])('of %s is %s', (type, architecture) => {
    expect(architectureOf(type)).toBe(architecture);
  });
});
