/** Adds to the cart and stays on the page. Whatever does not go as hoped is left to the form itself. */
import { showSession } from './session';

/** Whoever stopped the load of the page that answers the form wants to add again. */
const LET_GO_MS = 10_000;

export function addWithoutLeaving(page: Document): void {
  const form = page.querySelector<HTMLFormElement>('form[data-add-to-cart]');
  const place = form?.querySelector('[data-added-place]');
  const confirmation = form?.querySelector<HTMLTemplateElement>('template[data-added]');
  if (!form || !place || !confirmation) return;
  let busy = false;
  const letGo = (): void => void (busy = false);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    const attempt = crypto.randomUUID();
    void add(form, attempt).then(async (added) => {
      if (!added) return leaveToForm(form, attempt, letGo);
      place.replaceChildren(confirmation.content.cloneNode(true));
      await showSession(page);
      letGo();
    });
  });
  // A page taken back from the browser's memory can add again.
  addEventListener('pageshow', letGo);
}

async function add(form: HTMLFormElement, attempt: string): Promise<boolean> {
  const data = new FormData(form);
  const goods = { variantId: Number(data.get('variant_id')), quantity: Number(data.get('quantity')), attempt };
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

/** It may have come through, and only its answer not: by the key of the attempt it adds once. */
function leaveToForm(form: HTMLFormElement, attempt: string, letGo: () => void): void {
  const key = document.createElement('input');
  Object.assign(key, { type: 'hidden', name: 'attempt', value: attempt });
  form.append(key);
  form.submit();
  key.remove();
  setTimeout(letGo, LET_GO_MS);
}
