/** What a visitor sees, in the few words that faults are waited for with. */
import { createHash } from 'node:crypto';
import https from 'node:https';
import tls from 'node:tls';
import { DOMAIN, HOSTS, MACHINE } from './places';

/** The fingerprint of what is served for that name; null where there is no handshake. */
export const servedBy = (name: string, host: string = MACHINE.ipv4): Promise<string | null> =>
  new Promise((resolve) => {
    const socket = tls.connect({ host, port: 443, servername: name, rejectUnauthorized: false, timeout: 2_000 });
    const end = (found: string | null): void => {
      socket.destroy();
      resolve(found);
    };
    socket.once('secureConnect', () => {
      const { raw } = socket.getPeerCertificate();
      end(createHash('sha256').update(raw).digest('hex'));
    });
    socket.once('error', () => end(null));
    socket.once('timeout', () => end(null));
  });

/** 0: no answer. */
export const statusOf = (path: string, host: string = MACHINE.ipv4, name: string = DOMAIN): Promise<number> =>
  new Promise((resolve) => {
    const options = { host, port: 443, path, servername: name, headers: { host: name } };
    const request = https.get({ ...options, rejectUnauthorized: false, agent: false, timeout: 3_000 }, (response) => {
      response.resume().once('close', () => resolve(response.statusCode ?? 0));
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(0));
  });

/** Every name, over both families, with everything behind it. */
export async function isOpen(): Promise<boolean> {
  const asked = [MACHINE.ipv4, MACHINE.ipv6].flatMap((host) =>
    HOSTS.all.map(
      async ({ name, role }) => (await statusOf('/readyz', host, name)) === (role === 'redirect' ? 301 : 200),
    ),
  );
  return (await Promise.all(asked)).every(Boolean);
}
