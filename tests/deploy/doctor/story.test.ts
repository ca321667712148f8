/** What the owner of the origin story had, as the doctor tells it today: from outside, with what his account at AWS says. */
import { diagnose } from '../../../server/doctor/diagnose';
import { printTree } from '../../../server/doctor/print';
import type { AnyProbe } from '../../../server/doctor/probe';
import { PROBES } from '../../../server/doctor/probes';
import { CLOUD_PROBES } from '../../../server/doctor/probes/cloud';
import type { Report } from '../../../server/doctor/report';
import { HEALTHY as ROAD, type Change } from '../../unit/health/healthy-road';
import { NAME_SERVERS, type Answers } from './account';
import { groups, unhealthy } from './cases';
import { BALANCED } from './front';
import { contextOf, withResolver } from './look';
import { recordedCloud } from './recorded-cloud';

/** What the road shows a visitor, in place of looking. */
const seen = (facts: Change): readonly AnyProbe[] =>
  PROBES.filter(({ fact }) => facts[fact] !== undefined).map((one) => ({
    ...{ ...one, after: [], ifKnown: [] },
    gather: () => Promise.resolve(facts[one.fact]),
  }));

const run = (answers: Answers | null, facts: Change): Promise<Report> =>
  withResolver(NAME_SERVERS, (resolver) =>
    diagnose(contextOf(answers && recordedCloud(answers), resolver), {
      views: answers ? ['outside', 'cloud'] : ['outside'],
      probes: [...seen(facts), ...CLOUD_PROBES],
    }),
  );

/** A balancer's, as of a network that leads somewhere. */
const addresses = ROAD.addresses.map(({ host }) => ({ host, address: '43.200.9.9' }));

/** A balancer answers in place of the shop. */
const behind = (status: number): Change => ({
  addresses,
  connections: ROAD.connections,
  greetings: ROAD.greetings.map((one) => ({ ...one, process: null, release: null, status, server: 'awselb/2.0' })),
});
const unanswered: Change = {
  ...ROAD,
  addresses,
  cors: ROAD.cors.map((one) => (one.use === 'preflight' ? { ...one, status: null } : one)),
};

const STORY: readonly (readonly [what: string, answers: Answers, facts: Change, outside: string, first: string])[] = [
  [
    'TLS to a plain 3001: 502, target_status_code -',
    { ...BALANCED, ...groups({ Port: 3001 }, 3001, unhealthy('FailedHealthChecks', 'Health checks failed')) },
    behind(502),
    'PRX-03',
    'ELB-01',
  ],
  [
    'a health path that is not there: 503, Unhealthy',
    {
      ...BALANCED,
      ...groups(
        { Protocol: 'HTTP', Port: 3001, HealthCheckProtocol: 'HTTP', HealthCheckPath: '/healthcheck' },
        3001,
        unhealthy('ResponseCodeMismatch', 'Health checks failed with these codes: [404]'),
      ),
    },
    behind(503),
    'PRX-03',
    'ELB-04',
  ],
  ['an OPTIONS that nobody answers', BALANCED, unanswered, 'CORS-01', 'CORS-01'],
];

test.each(STORY)(
  '%s: one cause, in Korean, with what follows from it',
  async (_what, answers, facts, outside, first) => {
    const blind = await run(null, facts);
    expect(blind.findings.map(({ id }) => id)).toEqual([outside]);
    const report = await run(answers, facts);
    const [cause, ...others] = report.findings;
    expect([cause?.id, others.map(({ id }) => id)]).toEqual([first, []]);
    if (first !== outside) expect(cause?.explains.map(({ id }) => id)).toContain(outside);
    const tree = printTree(report, { locale: 'ko', coloured: false, columns: null });
    expect(tree).toContain(`✗ ${first === 'CORS-01' ? 'HTTP 응답' : 'AWS'}`);
    expect(tree).toContain(cause!.owner.ko);
  },
);

test('the three are told apart in Korean, with the account’s answers and without', async () => {
  const sentences = async (withCloud: boolean): Promise<string[]> => {
    const reports = await Promise.all(STORY.map(([, answers, facts]) => run(withCloud ? answers : null, facts)));
    return reports.map(({ findings: [first] }) => first!.owner.ko);
  };
  for (const said of [await sentences(true), await sentences(false)]) {
    expect(new Set(said).size).toBe(STORY.length);
    expect(said.filter((one) => !/[가-힣].*요\.$/.test(one))).toEqual([]);
  }
});
