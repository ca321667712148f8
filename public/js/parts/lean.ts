/* A card's aura leans towards the pointer by a few pixels; the stylesheet says whether and how slowly. */
const REACH_PX = 8;

export function leanTowardsPointer(page: Document): void {
  if (!matchMedia('(hover: hover) and (prefers-reduced-motion: no-preference)').matches) return;
  page.addEventListener(
    'pointermove',
    ({ target, clientX, clientY }) => {
      const frame = target instanceof Element ? target.closest('.card__link')?.querySelector('.card__picture') : null;
      if (!(frame instanceof HTMLElement)) return;
      const { left, top, width, height } = frame.getBoundingClientRect();
      const shift = (at: number, from: number, length: number): string =>
        `${((Math.min(1, Math.max(0, (at - from) / length)) - 0.5) * REACH_PX).toFixed(1)}px`;
      frame.style.setProperty('--lean-x', shift(clientX, left, width));
      frame.style.setProperty('--lean-y', shift(clientY, top, height));
    },
    { passive: true },
  );
}
