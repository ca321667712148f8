import type { Executor } from '../../db/pool';
import type { Staff } from './model';

const STAFF = 'id, email, name, role, locale';

/** Who may come in: set up, and not disabled. */
export async function selectStaff(db: Executor, staffId: string): Promise<Staff | null> {
  const { rows } = await db.query<Staff>(
    `select ${STAFF} from staff where id = $1::uuid and set_up_at is not null and disabled_at is null`,
    [staffId],
  );
  return rows[0] ?? null;
}
