/**
 * silent: nothing came back, twice. unreachable: a router on the way said so. no-route: this computer has no way to
 * addresses of that family, so that nothing can be said.
 */
export type PortState = 'connected' | 'refused' | 'silent' | 'unreachable' | 'no-route';

export interface PortAnswer {
  readonly address: string;
  /** Whose records have the address. */
  readonly hosts: readonly string[];
  readonly port: number;
  readonly state: PortState;
  /** Of the computer that asks: it comes no way, so that neither firewall nor route of the world is met. */
  readonly isOwn?: boolean;
}

/** What answers at a port that is for the machine alone; null: nothing that we know. */
export interface InnerPort {
  readonly address: string;
  readonly port: number;
  readonly speaks: 'shop' | 'postgres' | null;
}

/** What only a server in front says, that gets no good answer from the one behind it. */
export const isGatewayError = (status: number): boolean => status >= 502 && status <= 504;

/** Who answers `/healthz` over HTTPS at an address that a name has. */
export interface Greeting {
  readonly host: string;
  readonly address: string;
  /** null: nobody, or not in HTTP. */
  readonly status: number | null;
  readonly process: string | null;
  readonly release: string | null;
  /** Fields that only somebody in between writes, such as `cf-ray: 8a…`. */
  readonly between: readonly string[];
  readonly server: string | null;
  /** Its clock against this computer's, where it tells it. */
  readonly clockOffsetMs: number | null;
  /** Of a request for `app.` on a connection that was opened for the apex; null where there is none. */
  readonly crossedStatus: number | null;
}

/** Of a gateway that reaches nobody, and of redirects, other rows tell; the shop alone is no stranger. */
export const isStranger = ({ process, status }: Greeting): boolean =>
  process !== 'edge' &&
  process !== 'shop' &&
  status !== null &&
  !isGatewayError(status) &&
  (status < 300 || status >= 400);

export interface NetworkFacts {
  /** 80 and 443 at every address of every name. */
  readonly connections: readonly PortAnswer[];
  /** AAAA that could be asked from here. */
  readonly ipv6: readonly string[];
  readonly innerPorts: readonly InnerPort[];
  readonly greetings: readonly Greeting[];
}
