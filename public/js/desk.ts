/* What scripts add to the owner's desk. Each part stands alone, and without any of them the desk works. */
import { guardUnsaved } from './parts/desk/unsaved';
import { listenToKeys } from './parts/desk/keys';
import { offerPrinting } from './parts/desk/print';
import { sendOnce } from './parts/desk/send-once';

listenToKeys(document);
guardUnsaved(window);
sendOnce(document);
offerPrinting(document);
