/** What the certificates process asks its authority for, seen where it hands the order over. */
import type * as AcmeSource from '../../server/certificates/acme';
import { createLogger } from '../../server/process/logger';

export interface Asked {
  readonly directoryUrl: string;
  readonly names: readonly string[];
}

export async function askedOfAuthority(domain: string, directoryUrl: string): Promise<Asked> {
  const asked: (readonly string[])[] = [];
  const directories: string[] = [];
  const place = '../../server/certificates';
  jest.doMock(`${place}/acme-transport`, () => ({
    ...jest.requireActual<object>(`${place}/acme-transport`),
    withAcmeTransport: (_options: unknown, use: (transport: object) => unknown) =>
      use({ getJson: () => Promise.resolve({}) }),
  }));
  jest.doMock(`${place}/acme-account`, () => ({
    createAcmeAccount(options: { readonly directoryUrl: string }) {
      directories.push(options.directoryUrl);
      return { directory: '/nowhere', client: () => Promise.resolve({}) };
    },
  }));
  jest.doMock(`${place}/acme-order`, () => ({
    orderCertificate(order: { readonly names: readonly string[] }) {
      asked.push(order.names);
      return Promise.resolve({ key: '', chain: '' });
    },
  }));
  const { createAcmeSource } = jest.requireActual<typeof AcmeSource>(`${place}/acme`);
  const nothing = (): Promise<void> => Promise.resolve();
  const solver = { prepare: nothing, removeLeftOvers: nothing };
  const source = createAcmeSource({
    accountsDirectory: '/nowhere',
    domain,
    solver: solver as unknown as AcmeSource.AcmeSourceOptions['solver'],
    profile: null,
    directoryUrl,
    stagingDirectoryUrl: null,
    email: null,
    caFile: null,
    clock: { now: () => new Date(0) },
    random: () => 0,
    logger: createLogger({ process: 'test', level: 'silent' }),
  });
  await source.obtain({
    signal: new AbortController().signal,
    assertSole: nothing,
    directory: 'production',
    inUse: null,
    say: nothing,
    begin: nothing,
  });
  return { directoryUrl: directories[0] ?? '', names: asked[0] ?? [] };
}
