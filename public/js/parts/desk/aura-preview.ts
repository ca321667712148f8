const AFTER_MS = 250;

export function previewAura(document: Document): void {
  const form = document.querySelector<HTMLFormElement>('form[data-product]');
  const image = document.querySelector<HTMLImageElement>('img[data-aura]');
  if (!form || !image) return;
  document.querySelector('[data-aura-button]')?.toggleAttribute('hidden', true);
  let timer: ReturnType<typeof setTimeout> | undefined;
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => show(image, addressOf(form)), AFTER_MS);
  });
}

const valueOf = (form: HTMLFormElement, name: string): string =>
  form.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`)?.value ?? '';

/** As server/desk/perfumes/editor/presenter.ts writes it. */
function addressOf(form: HTMLFormElement): string {
  const query = new URLSearchParams({
    slug: valueOf(form, 'slug'),
    name: valueOf(form, 'name_ko'),
    house: valueOf(form, 'house'),
  });
  const sold = [...form.querySelectorAll<HTMLInputElement>('input[name="volume_ml"]')].filter(
    (input) => input.closest('fieldset')?.querySelector('select')?.value !== 'archived',
  );
  query.set('ml', String(Math.max(0, ...sold.map(({ value }) => Number(value) || 0))));
  for (const input of form.querySelectorAll<HTMLInputElement>('input[data-accord]')) {
    if (input.value && input.dataset['accord']) query.set(input.dataset['accord'], input.value);
  }
  return `/admin/aura.svg?${query}`;
}

/** Once it is there: the old picture stays until then. */
function show(image: HTMLImageElement, address: string): void {
  const next = new Image();
  next.onload = () => {
    image.src = address;
  };
  next.src = address;
}
