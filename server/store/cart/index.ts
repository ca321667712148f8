/** What others may use of carts beside their service: quantities and sums. */
export {
  formAddedQuantity,
  formLineQuantity,
  formVariantId,
  jsonAddedQuantity,
  jsonLineQuantity,
  jsonVariantId,
} from './quantity';
export { type Quote, type QuotedLine, quoteOf } from './quote';
