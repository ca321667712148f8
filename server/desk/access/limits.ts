/** How long somebody stays signed in. */

/** A working day. */
export const LONGEST_MS = 12 * 60 * 60 * 1000;
/** Long enough to pack a few parcels, short enough for a screen somebody walked away from. */
export const IDLE_MS = 60 * 60 * 1000;
