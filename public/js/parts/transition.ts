/** Which card the picture is carried from is known only when the page is left or entered. */
export function carryPictureAcross(view: Window): void {
  view.addEventListener('pageswap', ({ viewTransition, activation }) => {
    // Back to a page that leads on has no entry yet, whatever the types say.
    nameCard(view.document, viewTransition, activation?.entry?.url);
  });
  view.addEventListener('pagereveal', ({ viewTransition }) => {
    nameCard(view.document, viewTransition, view.navigation.activation?.from?.url);
  });
}

function nameCard(page: Document, transition: ViewTransition | null, address: string | null | undefined): void {
  if (!transition) return;
  // One that is skipped, as when she clicks on before it is over, is no fault.
  for (const step of [transition.ready, transition.finished]) step.catch(() => undefined);
  if (!address || page.querySelector('.product__bottle')) return;
  const path = new URL(address).pathname;
  const link = [...page.querySelectorAll<HTMLAnchorElement>('.card__link')].find((card) => card.pathname === path);
  const picture = link?.querySelector('img');
  if (!picture) return;
  picture.style.setProperty('view-transition-name', 'perfume');
  const letGo = (): string => picture.style.removeProperty('view-transition-name');
  transition.finished.then(letGo, letGo);
}
