export interface TypedLine {
  readonly variantId: number;
  readonly quantity: string;
  /** Blank: as listed. */
  readonly price: string;
  readonly reason: string;
}

/** A volume that can be sold, also of a perfume that is not shown. */
export interface Goods {
  readonly variantId: number;
  readonly sku: string;
  readonly nameKo: string;
  readonly nameEn: string;
  readonly volumeMl: number;
  readonly price: number;
  readonly stock: number;
  readonly picture: string;
  readonly shown: boolean;
}

/** What is filled in for somebody who has ordered before, by the fields of the form. */
export interface KnownBuyer {
  readonly email: string;
  readonly locale: 'ko' | 'en';
  readonly recipient: string;
  readonly phone: string;
  readonly postcode: string;
  readonly address_line1: string;
  readonly address_line2: string;
}
