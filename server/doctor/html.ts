/** What of a page is needed here: where its tags lead, but for those that a browser doesn't follow. */
import { Parser } from 'htmlparser2';

export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

export function tagsOf(html: string): readonly Tag[] {
  const tags: Tag[] = [];
  let templates = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (templates === 0) tags.push({ name, attributes: new Map(Object.entries(attributes)) });
      if (name === 'template') templates += 1;
    },
    onclosetag(name) {
      if (name === 'template') templates -= 1;
    },
  });
  parser.end(html);
  return tags;
}
