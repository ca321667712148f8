/** How large a request's head may be. The edge refuses what is larger; the shop must take all that the edge lets through. */

/** Names and values of all fields. A browser's are well below 4 kB. */
export const MAX_HEAD_BYTES = 16 * 1024;
/** Path and query. RFC 9112, 3: at least 8,000 octets. */
export const MAX_TARGET_BYTES = 8 * 1024;

/** What the edge says about a request itself: names of hosts and addresses, a few times over. */
const FORWARDED_BYTES = 4 * 1024;
export const SHOP_MAX_HEAD_BYTES = MAX_HEAD_BYTES + MAX_TARGET_BYTES + FORWARDED_BYTES;
