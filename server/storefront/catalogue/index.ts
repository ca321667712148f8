/** What others show of the catalogue. */
export { createPerfumePreview } from './preview';
