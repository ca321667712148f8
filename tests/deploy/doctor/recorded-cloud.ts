/** A cloud that answers as it was recorded, whoever asks. */
import type { Cloud, Question, Questions } from '../../../server/doctor/cloud/questions';
import { REGION, type Answer, type Answers } from './account';

export interface RecordedCloud extends Cloud {
  readonly asked: readonly Question[];
}

class Refusal extends Error {
  constructor(
    override readonly name: string,
    question: Question,
  ) {
    super(`AWS refused ${question}: ${name}`);
  }
}
export const refuse = (question: Question, name: string) => (): never => {
  throw new Refusal(name, question);
};

/** Whatever it has no answer for, nobody may have asked. */
export function recordedCloud(answers: Answers, stack: string | null = 'production'): RecordedCloud {
  const asked: Question[] = [];
  return {
    regions: [REGION],
    stack,
    asked,
    ask: <Q extends Question>(question: Q, region: string, input: Questions[Q]['input']) => {
      asked.push(question);
      const answer: Answers[Q] = answers[question];
      if (answer === undefined) return Promise.reject(new Error(`nobody was to ask ${question}`));
      return Promise.resolve().then(() =>
        typeof answer === 'function'
          ? (answer as (input: unknown, region: string) => Answer<Q>)(input, region)
          : answer,
      );
    },
  };
}
