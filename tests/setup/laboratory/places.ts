/**
 * Who lives where in the laboratory's internet. Addresses of networks that belong to somebody, as a public address always
 * does; nothing of it leaves the namespaces, which have no way out.
 */
import { hostsOf } from '../../../server/hosts';

export const DOMAIN = 'essence-aura.com';
export const HOSTS = hostsOf(DOMAIN);

/** As on EC2: the world's IPv4 address is translated to the machine's own, the IPv6 address is the machine's own. */
export const MACHINE = { ipv4: '43.200.1.10', ipv6: '2406:da12:1::10', own: '172.31.0.10' } as const;
/** Where it is one of many; whoever asks for another one hears nothing. */
export const NETWORK = '43.200.0.0/16';
export const ROUTER = { ipv4: '172.31.0.1', ipv6: '2406:da12:1::1' } as const;

export const SERVERS = {
  root: '198.41.0.4',
  registry: '192.5.6.30',
  primary: '205.251.192.10',
  secondary: '205.251.194.20',
  resolver: '9.9.9.10',
  otherResolver: '8.26.56.26',
  rdap: '199.7.59.10',
  authority: '172.65.32.10',
  mail: '54.240.1.10',
  /** Somebody else's machine: with a web server, which isn't ours. */
  elsewhere: '13.124.5.5',
  /** Whoever asks the shop for something, from far away. */
  visitor: '121.130.7.10',
  /** Between the world and the machine, where a fault has something there. */
  front: '52.78.9.10',
} as const;
/** The same, over IPv6. */
export const ELSEWHERE_IPV6 = '2406:da12:2::55';
export const VISITOR_IPV6 = '2406:da12:2::77';
export const FRONT_IPV6 = '2406:da12:2::99';

/** Where the authority that browsers know has its list of revocations. */
export const REVOCATION_LIST = `http://${SERVERS.elsewhere}/revoked.crl`;
export const RDAP_HOST = 'rdap.registry-of-com.com';
export const MAIL_HOST = 'smtp.mail-relay.com';
export const SHOP_PORT = 3001;
export const POSTGRES_PORT = 5432;

/** The exit code of a laboratory whose world could not be put right again. */
export const BROKEN = 3;
