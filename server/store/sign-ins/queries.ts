import type { Executor } from '../../db/pool';
import type { Locale } from '../../i18n/locale';
import type { Mark, Outcome, Place, Side, SignIn } from './model';

/** @param email as stored: lower case */
export async function selectPerson(db: Executor, side: Side, email: string): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    side === 'desk' ? 'select id from staff where email = $1' : 'select id from accounts where email = $1',
    [email],
  );
  return rows[0]?.id ?? null;
}

const CAME_IN = `outcome in ('in', 'recovery-code', 'registered', 'set-up')`;

export interface Known {
  readonly browser: boolean;
  readonly address: boolean;
  /** By a browser of that name, from that address. */
  readonly both: boolean;
}

export async function selectKnown(
  db: Executor,
  place: { readonly person: string | null; readonly tokenHash: Buffer | null } & Pick<Place, 'address' | 'browser'>,
): Promise<Known> {
  const { rows } = await db.query<Known & Record<string, unknown>>(
    `select
       exists (
         select from known_browsers where coalesce(account_id, staff_id) = $1::uuid and token_hash = $2
       ) as browser,
       count(*) > 0 as address,
       count(*) filter (where browser = $4) > 0 as both
     from sign_ins where coalesce(account_id, staff_id) = $1::uuid and address = $3 and ${CAME_IN}`,
    [place.person, place.tokenHash, place.address, place.browser],
  );
  return rows[0] ?? { browser: false, address: false, both: false };
}

const WHOSE = `$1, case $1 when 'storefront' then $2::uuid end, case $1 when 'desk' then $2::uuid end`;

type Tried = Pick<Place, 'side' | 'person' | 'address' | 'browser'>;

export async function insertSignIn(db: Executor, tried: Tried, outcome: Outcome, now: Date): Promise<void> {
  await db.query(
    `insert into sign_ins (side, account_id, staff_id, outcome, address, browser, since, at)
     values (${WHOSE}, $3, $4, $5, $6, $6)`,
    [tried.side, tried.person, outcome, tried.address, tried.browser, now],
  );
}

/** Alike within an hour is one row. */
export async function countWrong(
  db: Executor,
  tried: Tried,
  outcome: 'wrong-password' | 'wrong-code',
  now: Date,
): Promise<void> {
  await db.query(
    `insert into sign_ins as counted (side, account_id, staff_id, outcome, address, browser, since, at)
     values (${WHOSE}, $3, $4, $5, date_trunc('hour', $6::timestamptz), $6)
     on conflict (coalesce(account_id, staff_id), address, outcome, browser, since, side)
       where outcome in ('wrong-password', 'wrong-code')
     do update set times = counted.times + 1, at = excluded.at`,
    [tried.side, tried.person, outcome, tried.address, tried.browser, now],
  );
}

/** The code has come: what began with a password ends with this. @returns false when there is no such beginning */
export async function finishSignIn(
  db: Executor,
  tried: Tried,
  outcome: Outcome,
  { now, begunAfter }: { readonly now: Date; readonly begunAfter: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update sign_ins set outcome = $2, at = $3 where id = (
       select id from sign_ins
       where coalesce(account_id, staff_id) = $1::uuid and outcome = 'password' and address = $4 and browser = $5 and at >= $6
       order by at desc limit 1
     )`,
    [tried.person, outcome, now, tried.address, tried.browser, begunAfter],
  );
  return rowCount === 1;
}

export async function sumOfWrongCodes(db: Executor, person: string, after: Date): Promise<number> {
  const { rows } = await db.query<{ times: number }>(
    `select coalesce(sum(times), 0)::integer as times from sign_ins
     where coalesce(account_id, staff_id) = $1::uuid and outcome = 'wrong-code' and at > $2`,
    [person, after],
  );
  return rows[0]?.times ?? 0;
}

export async function touchBrowser(
  db: Executor,
  person: string,
  browser: { readonly tokenHash: Buffer; readonly now: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    'update known_browsers set seen_at = $3 where coalesce(account_id, staff_id) = $1::uuid and token_hash = $2',
    [person, browser.tokenHash, browser.now],
  );
  return rowCount === 1;
}

/** Another token for the same browser: whoever else has come in with it stays known in it. */
export async function renameBrowser(
  db: Executor,
  side: Side,
  { was, tokenHash }: { readonly was: Buffer; readonly tokenHash: Buffer },
): Promise<void> {
  await db.query(
    `update known_browsers set token_hash = $3 where token_hash = $2 and (staff_id is not null) = ($1 = 'desk')`,
    [side, was, tokenHash],
  );
}

/** What this browser is known as from now on; whoever has more than `most` loses those that were seen longest ago. */
export async function keepBrowser(
  db: Executor,
  { side, person }: { readonly side: Side; readonly person: string },
  browser: { readonly tokenHash: Buffer; readonly now: Date; readonly most: number },
): Promise<void> {
  await db.query(
    `insert into known_browsers (account_id, staff_id, token_hash, seen_at)
     values (case $1 when 'storefront' then $2::uuid end, case $1 when 'desk' then $2::uuid end, $3, $4)
     on conflict (coalesce(account_id, staff_id), token_hash) do update set seen_at = excluded.seen_at`,
    [side, person, browser.tokenHash, browser.now],
  );
  await db.query(
    `delete from known_browsers where coalesce(account_id, staff_id) = $1::uuid and token_hash in (
       select token_hash from known_browsers where coalesce(account_id, staff_id) = $1::uuid
       order by seen_at desc, token_hash offset $2
     )`,
    [person, browser.most],
  );
}

/** Everybody who came in with it on that side, or was sent a link for it. */
export async function selectPeopleOfBrowser(db: Executor, side: Side, tokenHash: Buffer): Promise<string[]> {
  const { rows } = await db.query<{ person: string }>(
    `select coalesce(account_id, staff_id) as person from known_browsers
     where token_hash = $2 and (staff_id is not null) = ($1 = 'desk')`,
    [side, tokenHash],
  );
  return rows.map(({ person }) => person);
}

/** After a change of her password nothing that was known before is trusted any more. */
export async function forgetBrowsers(db: Executor, person: string): Promise<void> {
  await db.query('delete from known_browsers where coalesce(account_id, staff_id) = $1::uuid', [person]);
}

/** The latest first. @param person null for everybody of that side, and nobody */
export async function selectSignIns(
  db: Executor,
  sought: {
    readonly side: Side;
    readonly person: string | null;
    readonly before?: Mark | null;
    readonly most: number;
  },
): Promise<SignIn[]> {
  const { rows } = await db.query<SignIn & Record<string, unknown>>(
    `select s.id, s.outcome, s.address, s.browser, s.since, s.at, s.times,
       coalesce(s.account_id, s.staff_id) as person, coalesce(a.name, p.name) as name
     from sign_ins s left join accounts a on a.id = s.account_id left join staff p on p.id = s.staff_id
     where s.side = $1 and ($2::uuid is null or coalesce(s.account_id, s.staff_id) = $2::uuid)
       and ($3::timestamptz is null or (s.at, s.id) < ($3, $4::bigint))
     order by s.at desc, s.id desc limit $5`,
    [sought.side, sought.person, sought.before?.at ?? null, sought.before?.id ?? 0, sought.most],
  );
  return rows;
}

export interface Addressee {
  readonly id: string;
  readonly email: string;
  readonly locale: Locale;
}

/** @returns null for nobody, and for somebody at the desk who may not come in */
export async function selectAddressee(db: Executor, side: Side, email: string): Promise<Addressee | null> {
  const { rows } = await db.query<Addressee & Record<string, unknown>>(
    side === 'desk'
      ? `select id, email, locale from staff where email = $1 and set_up_at is not null and disabled_at is null`
      : 'select id, email, locale from accounts where email = $1',
    [email],
  );
  return rows[0] ?? null;
}

export async function queueGuessesMail(db: Executor, guessed: { readonly side: Side; readonly email: string }) {
  await db.query(
    `select graphile_worker.add_job('warn-of-guesses', json_build_object('side', $1::text, 'email', $2::text),
       max_attempts => 12)`,
    [guessed.side, guessed.email],
  );
}

export async function deleteOld(
  db: Executor,
  { before, most }: { readonly before: Date; readonly most: number },
): Promise<void> {
  await db.query('delete from sign_ins where at < $1', [before]);
  await db.query(
    `delete from sign_ins where id in (
       select id from (
         select id, row_number() over (partition by side, coalesce(account_id, staff_id) order by id desc) as place
         from sign_ins
       ) numbered where place > $1
     )`,
    [most],
  );
  await db.query('delete from known_browsers where seen_at < $1', [before]);
}
