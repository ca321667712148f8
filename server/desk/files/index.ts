/** What others may use of the desk's files: the worker that takes them in. */
export { createImportWorker } from './imports/service';
