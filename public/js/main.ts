/* What scripts add to the pages. Each part stands alone, and without any of them the shop works. */
import { addWithoutLeaving } from './parts/add-to-cart';
import { sendQuantities } from './parts/cart-quantities';
import { offerCopying } from './parts/copy';
import { followPostcode } from './parts/delivery-fee';
import { carryPictureAcross } from './parts/transition';
import { sendOnce } from './parts/send-once';
import { leanTowardsPointer } from './parts/lean';
import { sendOnlyFilledFields } from './parts/sparse-form';
import { showSession } from './parts/session';

void showSession(document);
// A page taken back from the browser's memory shows the cart as it was when it was left.
addEventListener('pageshow', ({ persisted }) => void (persisted && showSession(document)));
addWithoutLeaving(document);
sendOnlyFilledFields(document);
sendQuantities(document);
offerCopying(document);
followPostcode(document);
leanTowardsPointer(document);
carryPictureAcross(window);
sendOnce(document);
