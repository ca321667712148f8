/**
 * Ours: grades what tests/browser/observatory.test.ts has fetched, handed over as JSON on standard input, by the rules
 * beside it. A process of its own because they are ES modules.
 */
import { text } from "node:stream/consumers";

import { parseHttpEquivHeaders } from "./src/retriever/utils.js";
import { analyzeScan } from "./src/scanner/index.js";
import { Site } from "./src/site.js";
import { Requests } from "./src/types.js";

const { hostname, url, page, http, https, cors, redirects, cookies } = JSON.parse(await text(process.stdin));

const requests = new Requests(Site.fromSiteString(hostname));
requests.resources.path = page;
requests.responses = {
  http,
  https,
  cors,
  httpRedirects: redirects.map((one) => ({ url: new URL(one.url), status: one.status })),
  httpsRedirects: [],
  auto: { ...https, httpEquiv: parseHttpEquivHeaders(page, url) },
};
requests.session = { url: new URL(url), jar: { serializeSync: () => ({ cookies }) } };

const { scan, tests } = analyzeScan(requests);
const points = Object.values(tests).map((one) => [one.constructor.name, one.result, one.scoreModifier]);
process.stdout.write(JSON.stringify({ grade: scan.grade, score: scan.score, points }));
