-- Files that messages carry. The bytes are in a folder or a bucket, under names made of these ids.
create table media (
  merchant_id uuid not null references merchants,
  id uuid not null,
  -- erasing: the file goes next, then the row.
  state text not null check (state in ('fetching', 'stored', 'lost', 'erasing')),
  reason text check (reason in ('gone', 'too-large', 'damaged', 'refused', 'not-kept')),
  -- Who brought it: the WhatsApp number it came to, or the agent or the browser that uploaded it, and nobody else may send it on.
  source text not null check (source in ('whatsapp', 'agent', 'shopper')),
  number_id uuid,
  meta_id text,
  uploaded_by uuid,
  attempts int not null default 0,
  -- What the bytes are, and what they are of.
  mime_type text,
  size bigint,
  sha256 text,
  -- What WhatsApp said the digest is.
  announced_sha256 text,
  filename text,
  animated boolean,
  width int,
  height int,
  created_at timestamptz not null,
  stored_at timestamptz,
  primary key (merchant_id, id),
  check ((source = 'whatsapp') = (meta_id is not null)),
  foreign key (merchant_id, number_id) references whatsapp_numbers (merchant_id, id)
);
create index media_waiting on media (merchant_id, created_at) where state <> 'lost';
alter table media enable row level security;
alter table media force row level security;
create policy merchant on media
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on media to :app_role;

-- Meta's own copy of a file, as one of our numbers may send it. Meta keeps it for 30 days.
create table media_uploads (
  merchant_id uuid not null references merchants,
  media_id uuid not null,
  number_id uuid not null,
  meta_id text not null,
  uploaded_at timestamptz not null,
  primary key (merchant_id, media_id, number_id),
  foreign key (merchant_id, media_id) references media (merchant_id, id) on delete cascade,
  foreign key (merchant_id, number_id) references whatsapp_numbers (merchant_id, id)
);
alter table media_uploads enable row level security;
alter table media_uploads force row level security;
create policy merchant on media_uploads
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on media_uploads to :app_role;

alter table whatsapp_messages add reply_to uuid;
alter table whatsapp_messages add foreign key (merchant_id, reply_to) references whatsapp_messages (merchant_id, id) not valid;
alter table whatsapp_messages add media_id uuid;
alter table whatsapp_messages add foreign key (merchant_id, media_id) references media (merchant_id, id) not valid;
create index whatsapp_messages_media on whatsapp_messages (merchant_id, media_id) where media_id is not null;

-- What a customer's phone was last told: that its messages were read, that somebody writes.
create table whatsapp_presence (
  merchant_id uuid not null references merchants,
  conversation_id uuid not null,
  read_wamid text,
  typing_at timestamptz,
  typing_told_at timestamptz,
  primary key (merchant_id, conversation_id),
  foreign key (merchant_id, conversation_id) references whatsapp_conversations (merchant_id, id)
);
alter table whatsapp_presence enable row level security;
alter table whatsapp_presence force row level security;
create policy merchant on whatsapp_presence
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on whatsapp_presence to :app_role;

-- Files that came before were never fetched.
do $$
declare merchant uuid;
begin
  for merchant in select merchant_id from directory.merchants loop
    perform set_config('app.merchant_id', merchant::text, true);
    update whatsapp_messages set content = content || '{"mediaId": null, "state": "lost", "reason": "not-kept"}'
      where content->>'kind' = 'attachment';
  end loop;
  perform set_config('app.merchant_id', '', true);
end $$;
