/** A perfume's photographs: files first, then the row that names them. */
import { withTransaction, type TransactionHandle } from '../../../db/transaction';
import { pictureNameOf } from '../../../pictures/perfume-pictures';
import type { PhotoRefusal } from '../../../pictures/photo-judgement';
import { createPhotos } from '../../../pictures/photos';
import { createPictureStore } from '../../../pictures/store';
import type { Actor, Changes, Verb } from '../../audit/model';
import { recordChange } from '../../audit/service';
import type { DeskContext } from '../../services';
import type { Perfume, PerfumePhoto } from '../model';
import { lockPerfume } from '../queries';
import { deletePhoto, insertPhoto, orderPhotos, updatePhotoWords } from './queries';

export const MOST_PHOTOS = 12;

interface PhotoWords {
  readonly alt_ko: string;
  readonly alt_en: string;
}

type PhotoAddition = 'added' | 'already' | 'too-many' | 'not-found' | PhotoRefusal;
/** Words that are typed beside any of the buttons are kept; those that aren't sent stay. */
interface PhotoChange {
  readonly alt_ko?: string | undefined;
  readonly alt_en?: string | undefined;
  readonly intent: 'save' | 'earlier' | 'later' | 'remove';
}

export function createPhotoService(context: Pick<DeskContext, 'pool' | 'clock' | 'picturesDirectory'>) {
  const { pool, clock } = context;
  const photos = createPhotos(createPictureStore({ directory: context.picturesDirectory }));

  return {
    async add(perfume: Perfume, bytes: Buffer, words: PhotoWords, actor: Actor): Promise<PhotoAddition> {
      if (perfume.photos.length >= MOST_PHOTOS) return 'too-many';
      const outcome = await photos.keep(pictureNameOf(perfume.picture), bytes);
      if (!outcome.ok) return outcome.refusal;
      return withTransaction(pool, async (tx) => {
        const held = await lockPerfume(tx, perfume.id);
        if (!held) return 'not-found';
        if (held.photos.some(({ file }) => hashIn(file) === hashIn(outcome.photo.file))) return 'already';
        if (held.photos.length >= MOST_PHOTOS) return 'too-many';
        await insertPhoto(tx, held.id, { ...outcome.photo, ...words });
        const changes = {
          photo: [null, outcome.photo.file],
          ...wordChanges({ alt_ko: '', alt_en: '' }, words),
        } as const;
        await note(tx, actor, { perfume: held, action: 'product.photo-add', changes }, clock.now());
        return 'added';
      });
    },

    change: (perfumeId: number, photoId: number, change: PhotoChange, actor: Actor) =>
      withTransaction(pool, async (tx) => {
        const perfume = await lockPerfume(tx, perfumeId);
        const photo = perfume?.photos.find(({ id }) => id === photoId);
        if (!perfume || !photo) return false;
        const made = await apply(tx, perfume, photo, change);
        if (made) await note(tx, actor, { perfume, ...made }, clock.now());
        return true;
      }),
  };
}

/** A file's name begins with the perfume's, which may have changed since, and ends with what tells its bytes. */
const hashIn = (file: string): string => file.slice(file.lastIndexOf('.') + 1);

interface Made {
  readonly action: `product.${Verb}`;
  readonly changes: Changes;
}

async function apply(
  tx: TransactionHandle,
  perfume: Perfume,
  photo: PerfumePhoto,
  change: PhotoChange,
): Promise<Made | null> {
  if (change.intent === 'remove') {
    await deletePhoto(tx, photo.id);
    return { action: 'product.photo-remove', changes: { photo: [photo.file, null] } };
  }
  const words = { alt_ko: change.alt_ko ?? photo.alt_ko, alt_en: change.alt_en ?? photo.alt_en };
  const said = wordChanges(photo, words);
  const isSaid = Object.keys(said).length > 0;
  if (isSaid) await updatePhotoWords(tx, photo.id, words);
  const ordered = change.intent === 'save' ? {} : await reorder(tx, perfume, photo, change.intent);
  if (Object.keys(ordered).length > 0) return { action: 'product.photo-order', changes: { ...said, ...ordered } };
  if (!isSaid) return null;
  return { action: 'product.photo-words', changes: { photo: [photo.file, photo.file], ...said } };
}

async function reorder(
  tx: TransactionHandle,
  perfume: Perfume,
  photo: PerfumePhoto,
  direction: 'earlier' | 'later',
): Promise<Changes> {
  const files = (photos: readonly PerfumePhoto[]): string => photos.map(({ file }) => file).join(', ');
  const before = perfume.photos;
  const after = moved(before, photo.id, direction === 'earlier' ? -1 : 1);
  if (files(before) === files(after)) return {};
  await orderPhotos(
    tx,
    perfume.id,
    after.map(({ id }) => id),
  );
  return { photos: [files(before), files(after)] };
}

function moved(photos: readonly PerfumePhoto[], id: number, by: -1 | 1): readonly PerfumePhoto[] {
  const at = photos.findIndex((photo) => photo.id === id);
  const [one, other] = [photos[at], photos[at + by]];
  if (!one || !other) return photos;
  return photos.map((photo) => (photo === one ? other : photo === other ? one : photo));
}

function wordChanges(before: PhotoWords, after: PhotoWords): Changes {
  const names = ['alt_ko', 'alt_en'] as const;
  return Object.fromEntries(
    names.filter((name) => before[name] !== after[name]).map((name) => [name, [before[name], after[name]] as const]),
  );
}

async function note(
  tx: TransactionHandle,
  actor: Actor,
  { perfume, action, changes }: Made & { readonly perfume: Perfume },
  at: Date,
): Promise<void> {
  const subject = { kind: 'product', id: perfume.id, name: perfume.name_ko } as const;
  await recordChange(tx, actor, { action, subject, changes }, at);
}
