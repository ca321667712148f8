import { LEAST_PIXELS, MAX_PHOTO_BYTES } from '../../../pictures/photos';
import { AppError, foundOrThrow } from '../../../process/errors';
import { readForm } from '../../../web/forms';
import type { DeskServices } from '../../services';
import type { DeskRoutes } from '../../web/routes';
import type { Editor } from '../editor/editor';
import { photoChangeForm, photoForm } from '../editor/forms';
import { createPhotoService, MOST_PHOTOS } from './service';

const CHANGED = { save: 'changed', earlier: 'moved', later: 'moved', remove: 'removed' } as const;

export function addPhotoRoutes(routes: DeskRoutes, { context }: DeskServices, editor: Editor): void {
  const service = createPhotoService(context);

  routes.upload('/admin/products/:id/photos', 'perfumes.write', MAX_PHOTO_BYTES, async (visit) => {
    const perfume = await editor.find(visit);
    const words = readForm(photoForm, visit.form);
    const bytes = visit.request.file?.buffer;
    const outcome = bytes?.length ? await service.add(perfume, bytes, words, visit.actor) : 'missing';
    if (outcome === 'not-found') throw new AppError(outcome);
    if (outcome === 'added') {
      return visit.redirect(`/admin/products/${perfume.id}#photos`, { key: 'deskProducts:photos.added' });
    }
    const problem =
      outcome === 'too-many'
        ? visit.text('deskProducts:photos.tooMany', { most: MOST_PHOTOS })
        : visit.text(`deskProducts:photos.refusals.${outcome}`, { least: LEAST_PIXELS });
    await editor.showSaved(visit, perfume, { photo: { problem, ...words } }, 422);
  });

  routes.form('/admin/products/:id/photos/:photo', 'perfumes.write', {
    async show(visit) {
      const perfume = await editor.find(visit);
      const { alt_ko = '', alt_en = '' } = readForm(photoChangeForm, visit.form);
      const photos = perfume.photos.map((one) => (one.id === visit.number('photo') ? { ...one, alt_ko, alt_en } : one));
      await editor.showSaved(visit, { ...perfume, photos }, {});
    },
    async act(visit) {
      const perfume = await editor.find(visit);
      const change = readForm(photoChangeForm, visit.form);
      foundOrThrow(await service.change(perfume.id, visit.number('photo'), change, visit.actor));
      const key = `deskProducts:photos.${CHANGED[change.intent]}` as const;
      visit.redirect(`/admin/products/${perfume.id}#photos`, { key });
    },
  });
}
