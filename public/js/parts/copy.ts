/** What a bank's app asks for, a tap away. Where nothing can be copied there is no button, and the text can be chosen. */
const SAID_MS = 4_000;

export function offerCopying(document: Document): void {
  // Missing where a page isn't secure, whatever the types say.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (!clipboard) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      const { copy = '', copied = '' } = button.dataset;
      clipboard.writeText(copy).then(
        () => say(button, copied),
        () => choose(button),
      );
    });
  }
}

/** To who sees it and to who hears it. */
function say({ nextElementSibling: status }: Element, words: string): void {
  if (!status) return;
  status.textContent = words;
  setTimeout(() => (status.textContent = ''), SAID_MS);
}

/** The browser won't: a long press does it. */
function choose({ previousElementSibling: text }: Element): void {
  if (text) getSelection()?.selectAllChildren(text);
}
