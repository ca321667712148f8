import type { Executor } from '../../../db/pool';
import type { StoredPhoto } from '../../../pictures/photos';

export async function insertPhoto(
  db: Executor,
  perfumeId: number,
  photo: StoredPhoto & { readonly alt_ko: string; readonly alt_en: string },
): Promise<void> {
  await db.query(
    `insert into perfume_photos (perfume_id, position, file, width, height, alt_ko, alt_en)
     select $1, coalesce(max(position), -1) + 1, $2, $3, $4, $5, $6 from perfume_photos where perfume_id = $1`,
    [perfumeId, photo.file, photo.width, photo.height, photo.alt_ko, photo.alt_en],
  );
}

export async function updatePhotoWords(
  db: Executor,
  id: number,
  words: { readonly alt_ko: string; readonly alt_en: string },
): Promise<void> {
  await db.query('update perfume_photos set alt_ko = $2, alt_en = $3 where id = $1', [id, words.alt_ko, words.alt_en]);
}

/** Its files stay: a page that somebody is looking at may still ask for them. */
export async function deletePhoto(db: Executor, id: number): Promise<void> {
  await db.query('delete from perfume_photos where id = $1', [id]);
}

/** @param ids all photos of a perfume, in their new order */
export async function orderPhotos(db: Executor, perfumeId: number, ids: readonly number[]): Promise<void> {
  await db.query(
    `update perfume_photos f set position = t.position
     from unnest($2::integer[]) with ordinality as t (id, position)
     where f.id = t.id and f.perfume_id = $1 and f.position <> t.position`,
    [perfumeId, ids],
  );
}
