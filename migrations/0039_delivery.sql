-- What a delivery costs where it costs more, on which days the shop sends nothing, and what was promised.

create table delivery_areas (
  id integer generated always as identity primary key,
  name_ko text not null constraint delivery_areas_name_ko_length check (length(name_ko) between 1 and 80),
  name_en text not null constraint delivery_areas_name_en_length check (length(name_en) between 1 and 80),
  postcode_from text not null constraint delivery_areas_postcode_from_shape check (postcode_from ~ '^\d{5}$'),
  postcode_until text not null constraint delivery_areas_postcode_until_shape check (postcode_until ~ '^\d{5}$'),
  -- On top of the delivery fee.
  fee integer not null constraint delivery_areas_fee_range check (fee between 0 and 1000000),
  -- Working days that a parcel takes longer.
  extra_days integer not null constraint delivery_areas_extra_days_range check (extra_days between 0 and 30),
  constraint delivery_areas_order check (postcode_from <= postcode_until),
  constraint delivery_areas_apart
    exclude using gist (int4range(postcode_from::integer, postcode_until::integer, '[]') with &&)
);

create table holidays (
  id integer generated always as identity primary key,
  day date not null constraint holidays_day unique constraint holidays_day_range check (day between '2000-01-01' and '2099-12-31'),
  name text not null constraint holidays_name_length check (length(name) between 1 and 80)
);

create table shop_pauses (
  id integer generated always as identity primary key,
  from_day date not null,
  until_day date not null,
  -- What shoppers are told besides the days; blank for nothing.
  words_ko text not null default '' constraint shop_pauses_words_ko_length check (length(words_ko) <= 200),
  words_en text not null default '' constraint shop_pauses_words_en_length check (length(words_en) <= 200),
  constraint shop_pauses_range check (from_day >= '2000-01-01' and until_day <= '2099-12-31'),
  constraint shop_pauses_order check (from_day <= until_day),
  -- Every day is looked at one by one.
  constraint shop_pauses_length check (until_day - from_day <= 366),
  constraint shop_pauses_apart exclude using gist (daterange(from_day, until_day, '[]') with &&)
);

create trigger purge_written after insert or update or delete on delivery_areas
  for each row execute function purge_settings();
create trigger purge_written after insert or update or delete on holidays
  for each row execute function purge_settings();
create trigger purge_written after insert or update or delete on shop_pauses
  for each row execute function purge_settings();
create trigger purge_emptied after truncate on delivery_areas for each statement execute function purge_everything();
create trigger purge_emptied after truncate on holidays for each statement execute function purge_everything();
create trigger purge_emptied after truncate on shop_pauses for each statement execute function purge_everything();

alter table orders
  add column promised_from date,
  add column promised_until date;
-- narrows: no release before this one writes these columns
alter table orders add constraint orders_promised_whole check (
  (promised_from is null) = (promised_until is null) and promised_from <= promised_until
);
-- narrows: no release before this one writes these keys
alter table settings add constraint settings_delivery_shape check (
  case
    when key = 'delivery.areasWhenFree' then value #>> '{}' in ('charged', 'free')
    when key not in ('delivery.cutOffHour', 'delivery.transitDays', 'delivery.transitMore') then true
    when jsonb_typeof(value) <> 'number' then false
    when key = 'delivery.cutOffHour' then (value #>> '{}')::numeric between 1 and 23
    when key = 'delivery.transitDays' then (value #>> '{}')::numeric between 1 and 30
    else (value #>> '{}')::numeric between 0 and 30
  end
);

-- Islands that no bridge leads to: the Fair Trade Commission has shops charge nothing more for the others. Not all of
-- them; which carrier asks for more where is the owner's to add.
insert into delivery_areas (name_ko, name_en, postcode_from, postcode_until, fee, extra_days) values
  ('제주', 'Jeju', '63000', '63644', 3000, 1),
  ('울릉', 'Ulleung', '40200', '40240', 5000, 2),
  ('인천 백령·연평', 'Baengnyeong and Yeonpyeong, Incheon', '23100', '23116', 5000, 2),
  ('인천 덕적·자월', 'Deokjeok and Jawol, Incheon', '23124', '23136', 5000, 2),
  ('통영 한산·욕지', 'Hansan and Yokji, Tongyeong', '53089', '53104', 5000, 2),
  ('부안 위도', 'Wido, Buan', '56347', '56349', 5000, 2);

-- Public holidays with their substitutes, elections that are due by law, and May Day, on which carriers rest.
insert into holidays (day, name) values
  ('2026-01-01', '신정'),
  ('2026-02-16', '설날 연휴'), ('2026-02-17', '설날'), ('2026-02-18', '설날 연휴'),
  ('2026-03-01', '삼일절'), ('2026-03-02', '삼일절 대체공휴일'),
  ('2026-05-01', '노동절'),
  ('2026-05-05', '어린이날'),
  ('2026-05-24', '부처님오신날'), ('2026-05-25', '부처님오신날 대체공휴일'),
  ('2026-06-03', '지방선거'),
  ('2026-06-06', '현충일'),
  ('2026-07-17', '제헌절'),
  ('2026-08-15', '광복절'), ('2026-08-17', '광복절 대체공휴일'),
  ('2026-09-24', '추석 연휴'), ('2026-09-25', '추석'), ('2026-09-26', '추석 연휴'),
  ('2026-10-03', '개천절'), ('2026-10-05', '개천절 대체공휴일'),
  ('2026-10-09', '한글날'),
  ('2026-12-25', '성탄절'),
  ('2027-01-01', '신정'),
  ('2027-02-06', '설날 연휴'), ('2027-02-07', '설날'), ('2027-02-08', '설날 연휴'), ('2027-02-09', '설날 대체공휴일'),
  ('2027-03-01', '삼일절'),
  ('2027-05-01', '노동절'),
  ('2027-05-05', '어린이날'),
  ('2027-05-13', '부처님오신날'),
  ('2027-06-06', '현충일'),
  ('2027-07-17', '제헌절'), ('2027-07-19', '제헌절 대체공휴일'),
  ('2027-08-15', '광복절'), ('2027-08-16', '광복절 대체공휴일'),
  ('2027-09-14', '추석 연휴'), ('2027-09-15', '추석'), ('2027-09-16', '추석 연휴'),
  ('2027-10-03', '개천절'), ('2027-10-04', '개천절 대체공휴일'),
  ('2027-10-09', '한글날'), ('2027-10-11', '한글날 대체공휴일'),
  ('2027-12-25', '성탄절'), ('2027-12-27', '성탄절 대체공휴일'),
  ('2028-01-01', '신정'),
  ('2028-01-26', '설날 연휴'), ('2028-01-27', '설날'), ('2028-01-28', '설날 연휴'),
  ('2028-03-01', '삼일절'),
  ('2028-04-12', '국회의원 선거'),
  ('2028-05-01', '노동절'),
  ('2028-05-02', '부처님오신날'),
  ('2028-05-05', '어린이날'),
  ('2028-06-06', '현충일'),
  ('2028-07-17', '제헌절'),
  ('2028-08-15', '광복절'),
  ('2028-10-02', '추석 연휴'), ('2028-10-03', '추석·개천절'), ('2028-10-04', '추석 연휴'), ('2028-10-05', '추석 대체공휴일'),
  ('2028-10-09', '한글날'),
  ('2028-12-25', '성탄절');
