/** What `npm start` says of the certificate: what its process knows, and what the edge's port serves in truth. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { servedOver } from '../certificates/handshake';
import { certificatePaths } from '../certificates/paths';
import { readStatus } from '../certificates/status';
import { createCertificateReader } from '../certificates/store';
import type { Config } from '../config/env';
import { addressToAsk } from '../config/origins';
import type { Warning } from '../process/steps';
import { messageOf } from '../process/thrown';

export type Said = string | Warning;

const SOURCES = { local: 'development CA', acme: 'ACME', files: 'from files' } as const;

export async function sourceWords({ certificates, dataDir }: Config): Promise<Said> {
  const status = await readStatus(certificatePaths(dataDir).status);
  const words = SOURCES[certificates];
  if (!status || status.problems.length === 0) return words;
  return { warning: [words, ...status.problems].join('\n      ') };
}

export async function edgeWords(config: Config): Promise<Said> {
  const ports = `ports ${config.httpPort} and ${config.httpsPort}`;
  try {
    const served = await servedFingerprint(config);
    const stored = await createCertificateReader(config.dataDir).load(new Date());
    if (served === stored?.bundle.fingerprint) return ports;
    return { warning: `${ports}, with a self-signed certificate until there is another: browsers warn` };
  } catch (error) {
    return { warning: `${ports}, but no browser can connect: ${messageOf(error)}` };
  }
}

async function servedFingerprint({ edgeAddress, httpsPort, domain }: Config): Promise<string> {
  const socket = connect({ host: addressToAsk(edgeAddress), port: httpsPort });
  await once(socket, 'connect');
  return servedOver(socket, domain);
}
