export { createImportWorker } from './imports/service';
