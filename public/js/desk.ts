import { previewAura } from './parts/desk/aura-preview';
import { suggestNotes } from './parts/desk/note-names';
import { guardUnsaved } from './parts/desk/unsaved';
import { listenToKeys } from './parts/desk/keys';
import { countChosen } from './parts/desk/choice';
import { moveOnByEnter } from './parts/desk/tracking';
import { offerPrinting } from './parts/desk/print';
import { sendOnce } from './parts/send-once';

listenToKeys(document);
guardUnsaved(window);
previewAura(document);
suggestNotes(document);
countChosen(window);
moveOnByEnter(document);
offerPrinting(document);
sendOnce(document);
