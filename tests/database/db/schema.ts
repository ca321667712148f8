/** The schema for a reader, from Postgres's own catalogues: a table with its constraints, indexes and triggers in one place. */
import type { Executor } from '../../../server/db/pool';

const HEAD = `-- What the migrations make. Written by \`npm run schema\`; to change it, write a migration.`;

const TABLES = `
  select format(E'create table %s (\\n%s\\n);', c.relname, concat_ws(E',\\n', (
      select string_agg(format('  %s %s%s%s', attname, format_type(atttypid, atttypmod),
          case when attnotnull then ' not null' end,
          case
            when attidentity <> '' then ' generated always as identity'
            when attgenerated <> '' then format(' generated always as (%s) stored', pg_get_expr(adbin, adrelid))
            when adbin is not null then ' default ' || pg_get_expr(adbin, adrelid)
          end), E',\\n' order by attnum)
      from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where attrelid = c.oid and attnum > 0 and not attisdropped
    ), (
      select string_agg(format('  constraint %s %s', conname, pg_get_constraintdef(oid)), E',\\n'
        order by array_position('{p,u,f,c}', contype::text), conname collate "C")
      from pg_constraint where conrelid = c.oid and contype in ('p', 'u', 'f', 'c')
    )))
    || coalesce(E'\\n' || (
      select string_agg(pg_get_indexdef(indexrelid) || ';', E'\\n' order by indexrelid::regclass::text collate "C")
      from pg_index where indrelid = c.oid and not exists (select from pg_constraint where conindid = indexrelid and conrelid = c.oid)
    ), '')
    || coalesce(E'\\n' || (
      select string_agg(pg_get_triggerdef(oid, true) || ';', E'\\n' order by tgname collate "C")
      from pg_trigger where tgrelid = c.oid and not tgisinternal
    ), '') as text
  from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname collate "C"`;

const VIEWS = `
  select format(E'create view %s as\\n%s', relname, pg_get_viewdef(oid, true)) as text
  from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v' order by relname collate "C"`;

const FUNCTIONS = `
  select pg_get_functiondef(oid) || ';' as text
  from pg_proc where pronamespace = 'public'::regnamespace order by proname collate "C"`;

export async function describeSchema(db: Executor): Promise<string> {
  const parts = [HEAD];
  for (const statement of [TABLES, VIEWS, FUNCTIONS]) {
    const { rows } = await db.query<{ text: string }>(statement);
    parts.push(...rows.map(({ text }) => text.replaceAll(/[ \t]+$/gm, '').replaceAll(/\n+;$/g, ';')));
  }
  return `${parts.join('\n\n')}\n`;
}
