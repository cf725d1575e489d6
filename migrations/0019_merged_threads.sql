-- The conversations of who became part of somebody else; those that stand for themselves have one_conversation_per_customer.
create index whatsapp_conversations_merged on whatsapp_conversations (merchant_id, customer_id) where merged_into is not null;
