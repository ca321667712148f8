import { previewAura } from './parts/desk/aura-preview';
import { suggestNotes } from './parts/desk/note-names';
import { guardUnsaved } from './parts/desk/unsaved';
import { listenToKeys } from './parts/desk/keys';
import { selectAll } from './parts/desk/select-all';
import { offerPrinting } from './parts/desk/print';
import { sendOnce } from './parts/send-once';

listenToKeys(document);
guardUnsaved(window);
previewAura(document);
suggestNotes(document);
selectAll(document);
offerPrinting(document);
sendOnce(document);
