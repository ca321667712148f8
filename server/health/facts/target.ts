import type { Hosts } from '../../hosts';

export interface Target {
  readonly hosts: Hosts;
  /** As browsers and certificate authorities ask: 80 and 443 but in development. */
  readonly httpPort: number;
  readonly httpsPort: number;
  /** Where the workers listen, on loopback. */
  readonly shopPort: number;
  /** false for names that no registry has, as in development: they have no registrar, delegation or cloud. */
  readonly isPublic: boolean;
}

const withPort = (name: string, port: number, usual: number): string => (port === usual ? name : `${name}:${port}`);

/** As browsers write it. */
export const originOf = ({ httpPort, httpsPort }: Target, name: string, secure = true): string =>
  secure ? `https://${withPort(name, httpsPort, 443)}` : `http://${withPort(name, httpPort, 80)}`;
