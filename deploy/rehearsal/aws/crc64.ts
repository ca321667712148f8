/** CRC-64/NVME, by which the AWS CLI has S3 check what it uploads. In halves of 32 bits, as numbers are quicker here. */

/** The polynomial 0xAD93D23594C93659, reflected. */
const HIGH = 0x9a6c9329;
const LOW = 0xac4bc9b5;

const table = new Uint32Array(512);
for (let byte = 0; byte < 256; byte++) {
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit++) {
    const carry = low & 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (carry) {
      high ^= HIGH;
      low ^= LOW;
    }
  }
  table[byte * 2] = high;
  table[byte * 2 + 1] = low;
}

/** @returns eight bytes, the highest first */
export function crc64Nvme(content: Buffer): Buffer {
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (const byte of content) {
    const at = ((low ^ byte) & 0xff) * 2;
    low = ((low >>> 8) | (high << 24)) ^ (table[at + 1] ?? 0);
    high = (high >>> 8) ^ (table[at] ?? 0);
  }
  const sum = Buffer.alloc(8);
  sum.writeUInt32BE(~high >>> 0, 0);
  sum.writeUInt32BE(~low >>> 0, 4);
  return sum;
}
