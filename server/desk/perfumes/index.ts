/** What others may use of the desk's perfumes. */
export { namePattern, skuPattern } from './list/address';
export type { PerfumePreview } from './preview/page';
