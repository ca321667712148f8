/** Names proven by files that the edge answers with (RFC 8555, 8.3). */
import type { Logger } from '../process/logger';
import { lookForNames, waitUntilChallengesAreAnswered } from './challenge-check';
import type { ChallengeSolver } from './challenge-solver';
import type { CertificateStore } from './store';

export interface Http01Options {
  readonly challenges: Pick<CertificateStore, 'saveChallenge' | 'removeChallenge' | 'removeChallenges'>;
  readonly names: readonly string[];
  readonly httpPort: number;
  /** Loopback where it is missing. */
  readonly edgeAddress?: string;
  readonly logger: Logger;
}

export function createHttp01(options: Http01Options): ChallengeSolver {
  const { challenges, names, httpPort, edgeAddress, logger } = options;
  const [host = 'localhost'] = names;
  return {
    type: 'http-01',
    async prepare({ say, signal }) {
      await say(`waiting until the edge answers challenges on port ${httpPort}`);
      await waitUntilChallengesAreAnswered({ challenges, httpPort, edgeAddress, host, logger, signal });
    },
    removeLeftOvers: () => challenges.removeChallenges(),
    async present(answers) {
      for (const { token, keyAuthorization } of answers) await challenges.saveChallenge(token, keyAuthorization);
    },
    async remove(answers) {
      await Promise.allSettled(answers.map(({ token }) => challenges.removeChallenge(token)));
    },
    lookForNames: (signal) => lookForNames({ challenges, names, signal }),
  };
}
