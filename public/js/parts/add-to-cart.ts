/** Adds to the cart and stays on the page. Whatever does not go as hoped is left to the form itself. */
import { showSession } from './session';

export function addWithoutLeaving(page: Document): void {
  const form = page.querySelector<HTMLFormElement>('form[data-add-to-cart]');
  const place = form?.querySelector('[data-added-place]');
  const confirmation = form?.querySelector<HTMLTemplateElement>('template[data-added]');
  if (!form || !place || !confirmation) return;
  let busy = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    void add(form).then(async (added) => {
      if (!added) return form.submit();
      place.replaceChildren(confirmation.content.cloneNode(true));
      await showSession(page);
      busy = false;
    });
  });
}

async function add(form: HTMLFormElement): Promise<boolean> {
  const data = new FormData(form);
  const goods = { variantId: Number(data.get('variant_id')), quantity: Number(data.get('quantity')) };
  try {
    const response = await fetch('/api/v1/cart/items', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(goods),
    });
    return response.ok;
  } catch {
    return false;
  }
}
