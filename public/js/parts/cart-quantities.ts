/** A quantity counts as soon as it is chosen. The form itself carries all of them, so whatever fails here is left to it. */
import { takeOver } from './fresh';
import { showSession } from './session';

export function sendQuantities(page: Document): void {
  const form = page.querySelector<HTMLFormElement>('form#cart');
  if (!form) return;
  const chosen = new Map<string, string>();
  let busy = false;
  let leaving: HTMLElement | null = null;
  const showButtons = (shown: boolean): void => {
    for (const button of form.querySelectorAll<HTMLElement>('button[value="change"]')) button.hidden = !shown;
  };

  async function send(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      while (chosen.size > 0) {
        for (const [id, quantity] of chosen) {
          chosen.delete(id);
          // What isn't there any more is said on the page that answers the form.
          if (!(await change(id, quantity))) leaving ??= form!.querySelector<HTMLElement>('button[value="change"]');
        }
        if (!leaving) await refresh(page, form!.action);
      }
    } catch {
      showButtons(true);
    }
    busy = false;
    const button = leaving;
    leaving = null;
    if (button) form!.requestSubmit(button);
  }

  form.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLSelectElement)) return;
    const id = target.closest('.quantity')?.querySelector<HTMLInputElement>('input[name="variant_id"]')?.value;
    if (id) chosen.set(id, target.value);
    void send();
  });
  // A quantity that is on its way must not arrive after the form that was sent later.
  form.addEventListener('submit', (event) => {
    if (!busy) return;
    event.preventDefault();
    leaving = event.submitter;
  });
  showButtons(false);
}

async function change(variantId: string, quantity: string): Promise<boolean> {
  const response = await fetch(`/api/v1/cart/items/${variantId}`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ quantity: Number(quantity) }),
  });
  return response.ok;
}

/** Takes over what the change has made different: problems, amounts, sums and the last button. */
async function refresh(page: Document, address: string): Promise<void> {
  const response = await fetch(address, { headers: { Accept: 'text/html' } });
  if (!response.ok) throw new Error(`the cart answered ${response.status}`);
  if (!takeOver(page, await response.text())) return page.location.assign(address);
  await showSession(page);
}
