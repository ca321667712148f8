import { connectHttp2, secure } from './support/client';
import { DOMAIN, to, withEdgeAndShop } from './support/edge';

const { shop, edge } = withEdgeAndShop((_request, response) => response.end('shop'));

test.each([
  [DOMAIN, '/internal/purges', 'GET'],
  [`app.${DOMAIN}`, '/internal/purges', 'GET'],
  [DOMAIN, '/internal', 'GET'],
  [DOMAIN, '/INTERNAL/purges?x=1', 'POST'],
  [DOMAIN, '/%69nternal/purges', 'GET'],
  [DOMAIN, '//internal/purges', 'GET'],
  [DOMAIN, '/x/../internal/purges', 'GET'],
])('%s%s is for this machine only: %s is answered 404 by the edge', async (host, path, method) => {
  const before = shop.seen.length;
  const answer = await secure(to(edge, { host, path, method }));
  expect(answer.status).toBe(404);
  expect(answer.body).toContain('찾는 페이지가 없어요');
  const client = await connectHttp2(to(edge, { host }));
  expect((await client.request({ ':path': path, ':method': method })).status).toBe(404);
  const [line] = await edge.requests(path.split('?', 1)[0]!, 2);
  expect(line).toMatchObject({ status: 404, upstream: '-', failure: 'internal-path' });
  expect(shop.seen.length).toBe(before);
});

test('what only looks like it is the shop’s', async () => {
  expect(await secure(to(edge, { path: '/internally' }))).toMatchObject({ status: 200, body: 'shop' });
});
