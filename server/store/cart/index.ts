export { type SentBy } from './additions';
export {
  additionKey,
  formAddedQuantity,
  formLineQuantity,
  formVariantId,
  jsonAddedQuantity,
  jsonLineQuantity,
  jsonVariantId,
} from './quantity';
export { lineTotal, type Quote, type QuotedLine, quoteOf } from './quote';
