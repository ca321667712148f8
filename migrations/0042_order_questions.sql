-- What buyers ask about an order, and what the shop answers. Open until it is answered, or closed without an answer.
create table order_questions (
  id bigint generated always as identity primary key,
  order_id uuid not null references orders,
  asked_at timestamptz not null,
  -- Empty once its order is nobody's any more, as is the answer.
  question text not null check (char_length(question) <= 1000),
  closed_at timestamptz,
  -- Of this question and of those before it that were open, in one letter.
  answer text check (char_length(answer) <= 2000),
  staff_id uuid references staff,
  check (closed_at is not null or (answer is null and staff_id is null))
);
create index order_questions_of_order on order_questions (order_id, id);
create index order_questions_open on order_questions (id) where closed_at is null;
