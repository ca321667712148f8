/** What the edge says at `/readyz`. */
export interface Readiness {
  readonly address: string;
  /** Of the answer; null: nobody answered. */
  readonly status: number | null;
  /** false where somebody else answers. */
  readonly isEdge: boolean;
  readonly shop: { readonly ok: boolean; readonly status: number | null } | null;
}

export interface ProxyFacts {
  readonly readiness: readonly Readiness[];
  /** Of a request with 12 kB of cookies, as a browser may collect them. */
  readonly manyCookies: { readonly url: string; readonly status: number };
}
