/** Programs that are only there while a fault is: something in front of the machine, or a hole in it. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { KeyAndCertificate } from '../../../server/certificates/issue';
import type { Front, Rule, Upstream } from './front';
import type { Machine, Undo } from './namespaces';
import { FRONT_IPV6, MACHINE, SERVERS } from './places';
import { createProgram } from './programs';
import type { Relay } from './relay';
import { all } from './table';

export interface FrontOptions extends Partial<Pick<Front, 'tls' | 'to' | 'healthPath'>> {
  /** What it serves instead of the shop's own certificate; null: plain HTTP on 443 as well. */
  readonly pair?: KeyAndCertificate | null;
}

export interface FaultPrograms {
  /** Everybody who asks for a page meets this first. */
  readonly front: (rules: readonly Rule[], options?: FrontOptions) => Promise<Undo>;
  /** A port that is open to the machine alone, open to the world; or as it is told. */
  readonly relay: (port: number, otherwise?: Partial<Relay>) => Promise<Undo>;
}

const EDGE: Front['to'] = {
  http: { address: MACHINE.own, port: 80, isTls: false },
  https: { address: MACHINE.own, port: 443, isTls: true },
};
/** The worker itself, as a balancer asks it that ends HTTPS. */
export const worker = (isTls: boolean): Upstream => ({ address: MACHINE.own, port: 3001, isTls });

export function createFaultPrograms(options: {
  readonly machine: Machine;
  /** Of the certificate in use, with its key. */
  readonly pairFile: string;
  readonly directory: string;
  readonly logDirectory: string;
}): FaultPrograms {
  const { machine, logDirectory, directory } = options;
  let count = 0;
  const run = async (command: readonly [string, ...string[]]): Promise<Undo> => {
    const program = createProgram({ name: `fault-${(count += 1)}`, command, logDirectory });
    await program.start();
    return () => program.stop();
  };
  async function fileOf(pair: FrontOptions['pair']): Promise<Pick<Front, 'pairFile'>> {
    if (pair === null) return {};
    if (pair === undefined) return { pairFile: options.pairFile };
    const pairFile = path.join(await mkdtemp(path.join(directory, 'pair-')), 'pair.pem');
    await writeFile(pairFile, `${pair.key}${pair.chain}`);
    return { pairFile };
  }
  return {
    async front(rules, { pair, ...rest } = {}) {
      const addresses = [SERVERS.front, FRONT_IPV6];
      const front: Front = { addresses, to: EDGE, rules, ...(await fileOf(pair)), ...rest };
      return all(
        () => run([process.execPath, `${__dirname}/front.js`, JSON.stringify(front)]),
        () => machine.intercept(),
      );
    },
    relay(port, otherwise = {}) {
      const relay: Relay = { address: MACHINE.own, port, to: port, ...otherwise };
      return run(machine.inside([process.execPath, `${__dirname}/relay.js`, JSON.stringify(relay)]));
    },
  };
}
