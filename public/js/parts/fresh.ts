/** Parts of a page that are taken over from a newly read one, by their `data-fresh`. */
const partsOf = (page: Document): Map<string, HTMLElement> =>
  new Map([...page.querySelectorAll<HTMLElement>('[data-fresh]')].map((part) => [part.dataset['fresh'] ?? '', part]));

/** @returns whether the two pages have the same parts; else nothing is taken over */
export function takeOver(page: Document, html: string): boolean {
  const fresh = partsOf(new DOMParser().parseFromString(html, 'text/html'));
  const present = partsOf(page);
  if (present.size !== fresh.size || [...fresh.keys()].some((name) => !present.has(name))) return false;
  for (const [name, part] of present) {
    const next = fresh.get(name)!;
    if (part.innerHTML.trim() === next.innerHTML.trim()) continue;
    // Whoever has just chosen something goes on from there.
    for (const notice of next.querySelectorAll('[autofocus]')) notice.removeAttribute('autofocus');
    part.replaceChildren(...next.childNodes);
  }
  return true;
}
