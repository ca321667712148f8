/** Names for requests: 72 random bits in twelve characters that a visitor can read out, drawn in batches. */
const ID_BYTES = 9;
const BATCH = 1_024;

export function createRequestIds(randomBytes: (size: number) => Buffer): () => string {
  let pool: Buffer = Buffer.alloc(0);
  let offset = 0;
  return () => {
    if (offset >= pool.length) {
      pool = randomBytes(ID_BYTES * BATCH);
      offset = 0;
    }
    offset += ID_BYTES;
    return pool.toString('base64url', offset - ID_BYTES, offset);
  };
}
