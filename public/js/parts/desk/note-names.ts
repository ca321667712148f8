export function suggestNotes(document: Document): void {
  const known = document.querySelector('[data-known-notes]')?.textContent?.split(', ') ?? [];
  for (const input of document.querySelectorAll<HTMLInputElement>('[data-notes] input')) {
    const list = document.createElement('datalist');
    list.id = `${input.id}-known`;
    input.after(list);
    input.setAttribute('list', list.id);
    input.addEventListener('input', () => offer(input, list, known));
    input.addEventListener('focus', () => offer(input, list, known));
  }
}

/** A list of a browser completes the whole field, so each offer begins with what stands before the last comma. */
function offer(input: HTMLInputElement, list: HTMLDataListElement, known: readonly string[]): void {
  const comma = input.value.lastIndexOf(',');
  const before = comma === -1 ? '' : `${input.value.slice(0, comma + 1).trim()} `;
  const taken = new Set(input.value.split(',').map((name) => name.trim()));
  list.replaceChildren(
    ...known
      .filter((name) => !taken.has(name))
      .map((name) => Object.assign(document.createElement('option'), { value: before + name })),
  );
}
