export { createPerfumePreview } from './preview';
