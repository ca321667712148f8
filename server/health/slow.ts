/** What a visitor would call slow: a handshake alone, and the first byte of a page. */
export const SLOW_HANDSHAKE_MS = 3_000;
export const SLOW_PAGE_MS = 2_000;
