/** The pages in memory, bounded by bytes: a segmented LRU, so that a crawler doesn't drive out what people look at. */
import type { Page } from './page';

/** Of the bytes, for pages that were asked for again. */
const PROTECTED_SHARE = 0.8;

export interface PageStore {
  get(key: string): Page | undefined;
  set(page: Page): void;
  delete(key: string): void;
  deleteGroup(group: string): void;
  pagesOf(group: string): readonly Page[];
  readonly all: () => readonly Page[];
  deleteAll(): void;
  readonly bytes: () => number;
  readonly size: () => number;
}

interface Segment {
  readonly pages: Map<string, Page>;
  bytes: number;
}

const oldest = (segment: Segment): Page | undefined => segment.pages.values().next().value;

function put(segment: Segment, page: Page): void {
  segment.pages.set(page.key, page);
  segment.bytes += page.bytes;
}

function take(segment: Segment, key: string): Page | undefined {
  const page = segment.pages.get(key);
  if (page && segment.pages.delete(key)) segment.bytes -= page.bytes;
  return page;
}

export function createPageStore(options: { readonly maxBytes: number }): PageStore {
  const { maxBytes } = options;
  const onProbation: Segment = { pages: new Map(), bytes: 0 };
  const kept: Segment = { pages: new Map(), bytes: 0 };
  const groups = new Map<string, Set<string>>();

  function index(page: Page): void {
    for (const group of page.groups) {
      const keys = groups.get(group);
      if (keys) keys.add(page.key);
      else groups.set(group, new Set([page.key]));
    }
  }

  function unindex(page: Page): void {
    for (const group of page.groups) {
      const keys = groups.get(group);
      keys?.delete(page.key);
      if (keys?.size === 0) groups.delete(group);
    }
  }

  function remove(key: string): void {
    const page = take(onProbation, key) ?? take(kept, key);
    if (page) unindex(page);
  }

  function makeRoom(): void {
    while (kept.bytes > maxBytes * PROTECTED_SHARE) {
      const page = oldest(kept);
      if (!page) break;
      take(kept, page.key);
      put(onProbation, page);
    }
    while (onProbation.bytes + kept.bytes > maxBytes) {
      const page = oldest(onProbation) ?? oldest(kept);
      if (!page) break;
      remove(page.key);
    }
  }

  return {
    get(key) {
      const known = take(kept, key);
      if (known) {
        put(kept, known);
        return known;
      }
      const again = take(onProbation, key);
      if (!again) return undefined;
      put(kept, again);
      makeRoom();
      return again;
    },
    set(page) {
      const known = kept.pages.has(page.key);
      remove(page.key);
      if (page.bytes > maxBytes * (1 - PROTECTED_SHARE)) return;
      put(known ? kept : onProbation, page);
      index(page);
      makeRoom();
    },
    delete: remove,
    deleteGroup(group) {
      for (const key of groups.get(group) ?? []) remove(key);
    },
    pagesOf: (group) =>
      [...(groups.get(group) ?? [])].flatMap((key) => onProbation.pages.get(key) ?? kept.pages.get(key) ?? []),
    all: () => [...onProbation.pages.values(), ...kept.pages.values()],
    deleteAll() {
      for (const { pages } of [onProbation, kept]) {
        for (const page of pages.values()) if (!page.lifetime.immutable) remove(page.key);
      }
    },
    bytes: () => onProbation.bytes + kept.bytes,
    size: () => onProbation.pages.size + kept.pages.size,
  };
}
