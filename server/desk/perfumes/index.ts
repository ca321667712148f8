export { drawLook, isSameLook, lookOf, type DrawingTools, type Look } from './drawing';
export { orderRedrawWhereChanged } from './houses/redrawing/service';
export { createHouseRedrawing } from './houses/redrawing/work';
export type { PerfumePreview } from './preview/page';
