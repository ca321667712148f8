/* Pages are the same bytes for everybody; what is personal in the header comes from here. */
interface Session {
  readonly cart: { readonly count: number };
  readonly account: { readonly name: string } | null;
}

export async function showSession(page: Document): Promise<void> {
  const session = await readSession();
  if (session) fillIn(page, session);
}

export function showCartCount(page: Document, count: number): void {
  for (const place of page.querySelectorAll<HTMLElement>('[data-cart-count]')) {
    place.textContent = String(count);
    place.hidden = count === 0;
  }
}

async function readSession(): Promise<Session | null> {
  try {
    const response = await fetch('/api/v1/session', { headers: { Accept: 'application/json' } });
    return response.ok ? ((await response.json()) as Session) : null;
  } catch {
    return null;
  }
}

function fillIn(page: Document, { cart, account }: Session): void {
  showCartCount(page, cart.count);
  if (!account) return;
  for (const place of page.querySelectorAll('[data-account-name]')) place.textContent = account.name;
}
