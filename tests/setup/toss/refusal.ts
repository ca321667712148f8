/** As Toss refuses: a status, and a code of https://docs.tosspayments.com/reference/error-codes. */
export class TossRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}
