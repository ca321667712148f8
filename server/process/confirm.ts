import { createInterface } from 'node:readline/promises';

/** @throws Error when anything but the word is typed, or nothing can be */
export async function confirmByTyping(word: string): Promise<void> {
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new Promise<string>((resolve) => prompt.once('close', () => resolve('')));
  const answer = await Promise.race([prompt.question(`Type ${word} to go on: `), ended]);
  prompt.close();
  if (answer.trim() !== word) throw new Error('nothing was changed');
}
