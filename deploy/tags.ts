/** What every resource that takes tags is marked with: whose it is, in the console and on the bill. */
import { type StackConfig } from './config';

export type Tags = Readonly<Record<string, string>>;

export const PROJECT = 'essence-aura';

/** By these everything of a stack is found again. */
export function ownTagsOf(config: Pick<StackConfig, 'stack'>): Tags {
  return { Project: PROJECT, Stack: config.stack };
}

export function tagsOf(config: Pick<StackConfig, 'stack'>, part: string): Tags {
  return { Name: `${PROJECT}-${config.stack}-${part}`, ...ownTagsOf(config) };
}
