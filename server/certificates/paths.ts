import path from 'node:path';

export type CertificatePaths = Readonly<ReturnType<typeof certificatePaths>>;

export function certificatePaths(dataDir: string) {
  const root = path.join(dataDir, 'certificates');
  const inRoot = (name: string): string => path.join(root, name);
  return {
    root,
    bundles: inRoot('bundles'),
    current: inRoot('current'),
    challenges: inRoot('challenges'),
    ticketKey: inRoot('tickets.key'),
    status: inRoot('status.json'),
    lock: inRoot('lock'),
    authority: inRoot('ca'),
    acme: inRoot('acme'),
    files: inRoot('files'),
  };
}
