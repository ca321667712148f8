/** The last look at a request: what route.ts says of it is done. */
import type { Logger } from '../process/logger';
import type { CachedPages } from './cache/cached-pages';
import type { Exchange } from './exchange';
import type { Look } from './looks';
import { allowOf } from './methods';
import type { OpenExchanges } from './open-exchanges';
import type { OwnAnswers } from './own-answers';
import type { Probes } from './probes';
import type { Upstream } from './proxy';
import type { Site } from './redirects';
import { routeOf } from './route';

export function createRouting(options: {
  readonly site: Site;
  readonly exchanges: Pick<OpenExchanges, 'of' | 'isOneTooMany'>;
  readonly own: Pick<OwnAnswers, 'send' | 'fail'>;
  readonly probes: Probes;
  readonly pages: Pick<CachedPages, 'answer'> | null;
  readonly upstream: Pick<Upstream, 'forward'>;
  readonly logger: Logger;
}): Look {
  const { site, exchanges, own, probes, pages, upstream, logger } = options;

  function answer(exchange: Exchange): void {
    const route = routeOf(exchange, { site, isOneTooMany: exchanges.isOneTooMany(exchange) });
    switch (route.kind) {
      case 'refused':
        return own.fail(exchange, route.failure, route.host);
      case 'redirect':
        return own.send(exchange, {
          status: route.status,
          headers: { location: route.location, 'content-length': '0' },
          body: null,
        });
      case 'options':
        return own.send(exchange, { status: 204, headers: { allow: allowOf('*') }, body: null });
      case 'probe':
        return void probes.answer(exchange.path).then((said) => own.send(exchange, said));
      case 'shop':
        if (route.host === site.hosts.apex && pages?.answer(exchange)) return;
        return upstream.forward(exchange, route.host);
    }
  }

  return {
    request: () => (request) => {
      const exchange = exchanges.of(request);
      if (!exchange) return;
      try {
        answer(exchange);
      } catch (error) {
        logger.error({ err: error, id: exchange.id }, 'the edge failed');
        own.fail(exchange, 'edge-error', null);
      }
    },
  };
}
