export {
  formAddedQuantity,
  formLineQuantity,
  formVariantId,
  jsonAddedQuantity,
  jsonLineQuantity,
  jsonVariantId,
} from './quantity';
export { type Quote, type QuotedLine, quoteOf } from './quote';
