/** How long a connection between edge and shop may lie idle. The edge lets go first: no request is sent into a closing one. */
export const EDGE_KEEPS_MS = 2_000;
export const WORKER_KEEPS_MS = 5_000;
