/** Parameter Store, as far as it is read: ten at a time, and what is secret only to those who ask for it in plain. */
import { jsonAnswer, type Answer, type Call } from './call';
import { RefusedError } from './refusal';

export interface Parameter {
  readonly type: string;
  readonly value: string;
}

export interface Place {
  readonly region: string;
  readonly accountId: string;
}

interface Question {
  readonly Path?: string;
  readonly Name?: string;
  readonly Names?: readonly string[];
  readonly Recursive?: boolean;
  readonly WithDecryption?: boolean;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

const MOST_AT_ONCE = 10;

type Operation = (question: Question, authorize: (action: string, name: string) => void) => Answer;

export function createParameters(
  parameters: ReadonlyMap<string, Parameter>,
  { region, accountId }: Place,
): Readonly<Record<string, (call: Call) => Answer>> {
  const read = (name: string, { WithDecryption = false }: Question) => {
    const { type = '', value = '' } = parameters.get(name) ?? {};
    const isClosed = type === 'SecureString' && !WithDecryption;
    return { Name: name, Type: type, Value: isClosed ? 'AQICAHh=' : value, Version: 1 };
  };
  const operations: Readonly<Record<string, Operation>> = {
    GetParametersByPath(question, authorize) {
      const { Path = '', Recursive = false, MaxResults = MOST_AT_ONCE, NextToken = '' } = question;
      authorize('ssm:GetParametersByPath', Path.replace(/\/$/, ''));
      if (MaxResults > MOST_AT_ONCE) throw new RefusedError('ValidationException', 'MaxResults is 10 at most', 400);
      const base = `${Path.replace(/\/$/, '')}/`;
      const below = [...parameters.keys()].filter(
        (name) => name.startsWith(base) && (Recursive || !name.slice(base.length).includes('/')),
      );
      const rest = below.sort().filter((name) => name > NextToken);
      const shown = rest.slice(0, MaxResults);
      const next = rest.length > shown.length ? { NextToken: shown.at(-1) } : {};
      return jsonAnswer({ Parameters: shown.map((name) => read(name, question)), ...next });
    },
    GetParameters(question, authorize) {
      const { Names = [] } = question;
      for (const name of Names) authorize('ssm:GetParameters', name);
      const known = Names.filter((name) => parameters.has(name));
      const unknown = Names.filter((name) => !parameters.has(name));
      return jsonAnswer({ Parameters: known.map((name) => read(name, question)), InvalidParameters: unknown });
    },
    GetParameter(question, authorize) {
      const { Name = '' } = question;
      authorize('ssm:GetParameter', Name);
      if (!parameters.has(Name)) throw new RefusedError('ParameterNotFound', `there is no ${Name}`, 400);
      return jsonAnswer({ Parameter: read(Name, question) });
    },
  };
  const ask = (operation: Operation) => (call: Call) =>
    operation(JSON.parse(call.content.toString()) as Question, (action, name) =>
      call.authorize(action, `arn:aws:ssm:${region}:${accountId}:parameter${name}`),
    );
  return Object.fromEntries(Object.entries(operations).map(([name, operation]) => [name, ask(operation)]));
}
