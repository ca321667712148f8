export interface Address {
  readonly recipient: string;
  readonly phone: string;
  /** Five digits. */
  readonly postcode: string;
  readonly line1: string;
  readonly line2: string;
  /** 배송메모: a word to the courier. */
  readonly deliveryNote: string;
}
