/** How long what people write may be, in letters as Postgres counts them; tests/database/limits.test.ts holds its columns to it. */
export const LONGEST = {
  email: 254,
  /** Of people, perfumes, houses and notes. */
  name: 80,
  /** It has to fit on a parcel's label. */
  recipient: 40,
  /** As many as a recipient's: it is hers unless somebody else pays. */
  depositor: 40,
  addressLine: 120,
  deliveryNote: 100,
  /** What staff write of an order, a refund or a customer. */
  remark: 500,
  stockNote: 200,
  /** What a buyer asks about an order, and what the shop answers. */
  question: 1_000,
  answer: 2_000,
  setting: 200,
  senderName: 60,
  /** Of a mail server; Amazon's have 44. */
  mailPassword: 500,
  story: 5_000,
  ingredients: 3_000,
  /** Of a photograph, for who can't see it. */
  alt: 300,
  slug: 80,
  search: 60,
} as const;
