import { ASSETS_FAULTS } from '../../../server/health/faults/assets';
import { APEX, HEALTHY, itFinds, page, withHeaders, type Row } from './healthy-road';

const file = (change: object) => ({ assets: HEALTHY.assets.map((one) => ({ ...one, ...change })) });
const home = page('home', '/');

const ROWS: readonly Row[] = [
  [
    'CACHE-01',
    'kept for an hour',
    { pages: [withHeaders(home, { 'cache-control': 'max-age=3600' })] },
    ['max-age=3600'],
  ],
  ['CACHE-01', 'kept by a CDN', { pages: [withHeaders(home, { 'x-cache': 'Hit from cloudfront' })] }, ['Hit from']],
  [
    'CACHE-01',
    'a private page that may be kept',
    { pages: [withHeaders(page('private', '/cart'), { 'cache-control': 'public, max-age=0' })] },
    ['on a private page'],
  ],
  [
    'CACHE-30',
    'a cookie for everybody',
    { pages: [page('home', '/', { cookies: [{ url: `https://${APEX}/`, name: 'sid', attributes: ['secure'] }] })] },
    [`https://${APEX}/ sets sid`],
  ],
  ['CACHE-02', 'a file is gone', file({ status: 404 }), ['main.0a1b.js: 404']],
  ['CACHE-02', 'a page in its place', file({ type: 'text/html' }), ['Content-Type text/html']],
  [
    'CACHE-04',
    'everything is found',
    { missingAsset: { url: `https://${APEX}/assets/doctor-1.js`, status: 200, type: 'text/html' } },
    ['doctor-1.js 200 text/html'],
  ],
  [
    'CACHE-03',
    'a service worker',
    { serviceWorkers: [{ url: `https://${APEX}/sw.js`, status: 200, type: 'text/javascript' }] },
    ['/sw.js (text/javascript)'],
  ],
  [
    'CACHE-05',
    'a redirect for good to another place',
    {
      redirects: [
        {
          ...HEALTHY.redirects[0]!,
          end: 'lost',
          hops: [{ url: `https://${APEX}/`, status: 301, location: 'https://old.example/' }],
        },
      ],
    },
    [`https://${APEX}/ 301 → https://old.example/`],
  ],
  ['CACHE-21', 'files that are asked for anew', file({ cacheControl: 'no-cache' }), ['no-cache']],
];

describe('files and caches', () => itFinds(ASSETS_FAULTS, ROWS));
