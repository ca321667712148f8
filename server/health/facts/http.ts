export interface Hop {
  readonly url: string;
  readonly status: number;
  readonly location: string | null;
  /** Names of cookies that are set with it; missing: none. */
  readonly cookies?: readonly string[];
}

/** A name, asked as a browser does and followed by hand. */
export interface RedirectChain {
  readonly start: string;
  readonly host: string;
  readonly secure: boolean;
  readonly hops: readonly Hop[];
  /** loop: an address came again. lost: it leads to a host that is none of ours. silent: nobody answered on the way. */
  readonly end: 'page' | 'loop' | 'too-many' | 'lost' | 'silent';
}

/** What is done with a name that is none of ours. */
export interface ForeignHost {
  readonly url: string;
  readonly status: number;
  readonly location: string | null;
}

/** A token that nobody knows, asked for where CAs ask. */
export interface ChallengeAnswer {
  readonly host: string;
  readonly address: string;
  readonly hops: readonly Hop[];
  /** The edge says of an unknown token in its own way that it has none. */
  readonly isOurs: boolean;
  /** Why a CA would not even follow; null: it would. */
  readonly badRedirect: string | null;
  /** The last status; null: nobody answered. */
  readonly status: number | null;
}

/** As browsers write them, without the values of cookies. */
export interface CookieSet {
  readonly url: string;
  readonly name: string;
  /** In lower case, with their values: `domain=essence-aura.com`. */
  readonly attributes: readonly string[];
}

export type PageRole = 'home' | 'listing' | 'perfume' | 'private' | 'desk';

export interface PageFile {
  readonly url: string;
  readonly kind: 'script' | 'style' | 'preload' | 'icon';
  /** Subresource integrity is there. */
  readonly hasIntegrity: boolean;
}

export interface ShownPage {
  readonly role: PageRole;
  readonly url: string;
  readonly address: string;
  /** null: it was not answered in time, twice. */
  readonly status: number | null;
  /** To the first byte; the faster of two where the first was slow. */
  readonly firstByteMs: number;
  /** Those that are judged, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly CookieSet[];
  /** Over http:// on a page of https://. */
  readonly insecure: readonly string[];
  /** rel=canonical, or null. */
  readonly canonical: string | null;
  readonly files: readonly PageFile[];
}

export type CorsUse = 'preflight' | 'call' | 'error' | 'foreign';

/** As a script of the storefront at the apex calls the API on `app.`. */
export interface CorsAnswer {
  readonly use: CorsUse;
  readonly asked: string;
  readonly origin: string;
  /** null: nobody answered. */
  readonly status: number | null;
  readonly allowOrigin: string | null;
  readonly allowCredentials: string | null;
  readonly allowMethods: string | null;
  readonly allowHeaders: string | null;
  readonly vary: string | null;
}

/** What the shop says at `/api/v1/session`, asked by a visitor it doesn't know. */
export interface SessionAnswer {
  readonly url: string;
  readonly status: number;
  /** It takes her for one of HTTPS. */
  readonly secure: boolean | null;
  /** It takes her for this machine itself. */
  readonly local: boolean | null;
}

export interface HttpFacts {
  readonly redirects: readonly RedirectChain[];
  /** The apex over http, asked by who doesn't look like a browser. */
  readonly plainAgent: Hop;
  readonly foreignHosts: readonly ForeignHost[];
  readonly challengeAnswers: readonly ChallengeAnswer[];
  readonly pages: readonly ShownPage[];
  readonly cors: readonly CorsAnswer[];
  readonly session: SessionAnswer;
  /** The same, asked by one who says of herself what only the edge may say: over plain HTTP, from loopback. */
  readonly forgedSession: SessionAnswer;
  /** What a payment provider's call would meet; null: nobody answered. */
  readonly posted: Hop | null;
}
