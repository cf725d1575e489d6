const columns = (table: string, names: string) => names.split(' ').map(name => `${table}.${name}`);

/**
 * All that stands outside `public`, where no row security is. In `directory` and `queue` this is ids and names alone: what a
 * merchant would call data belongs into `public`.
 */
export const ALLOWED_COLUMNS: ReadonlySet<string> = new Set([
  ...columns('directory.merchants', 'merchant_id'),
  ...columns('directory.memberships', 'user_id merchant_id'),
  ...columns('directory.whatsapp_routes', 'kind external_id merchant_id row_id'),
  ...columns('directory.store_routes', 'kind external_id merchant_id row_id live'),
  ...columns('queue.journey_marks', 'merchant_id subject_id kind marked_at since'),
  ...columns('queue.jobs', 'id merchant_id kind ref due_at hastened failures leased_until fence'),
  ...columns(
    'queue.sends',
    'delivery_id merchant_id number_id conversation_id priority due_at fence blocks leased_until',
  ),
  ...columns('queue.lanes', 'number_id merchant_id next_at pace open_at marketing_open_at served_at'),
  ...columns('queue.timers', 'run_id merchant_id due_at failures'),
  ...columns('queue.pairs', 'merchant_id number_id identity_id next_at'),
  ...columns('auth.users', 'id name email email_verified image created_at updated_at'),
  ...columns('auth.sessions', 'id token user_id expires_at ip_address user_agent created_at updated_at'),
  ...columns(
    'auth.accounts',
    'id account_id provider_id user_id access_token refresh_token id_token access_token_expires_at refresh_token_expires_at scope password created_at updated_at',
  ),
  ...columns('auth.verifications', 'id identifier value expires_at created_at updated_at'),
  ...columns('migrations.applied', 'name sha256 applied_at'),
  ...columns('migrations.installation', 'secret_fingerprint resealing_from receipt_key'),
]);

const rights = (granted: string, tables: string) =>
  tables.split(' ').flatMap(table => granted.split(' ').map(right => `${table} ${right}`));

/** What the app role may do with a table. Nothing is ever deleted but what is listed so. */
export const ALLOWED_RIGHTS: ReadonlySet<string> = new Set([
  ...rights('select insert update', 'merchants merchant_counters agents customers visitors'),
  ...rights('select insert update', 'whatsapp_conversations whatsapp_messages'),
  ...rights('select insert update', 'whatsapp_apps whatsapp_numbers whatsapp_references deliveries'),
  ...rights('select insert update delete', 'customer_identities webhook_inbox'),
  ...rights('select insert update delete', 'whatsapp_templates service_windows portfolio_recipients portfolio_usage'),
  ...rights('select insert update', 'consents consent_settings opt_out_receipts'),
  ...rights('select insert update delete', 'media media_uploads whatsapp_presence'),
  ...rights('select insert update delete', 'whatsapp_notices'),
  ...rights('select insert delete', 'conversation_updates'),
  ...rights('select insert update', 'customer_merges identity_keys api_keys store_connections privacy_requests'),
  ...rights('select insert delete', 'customer_journey_events lead_score_changes identity_nonces'),
  ...rights('select insert', 'lead_score_tables automation_rule_versions'),
  ...rights('select insert update', 'automation_rules automation_settings'),
  ...rights('select insert update delete', 'automation_runs'),
  ...rights('select insert delete', 'automation_decisions customer_tags lead_points customer_notes'),
  ...rights('select insert update', 'webhook_endpoints'),
  ...rights('select insert update delete', 'webhook_outbox'),
  ...rights('select insert update delete', 'automation_dry_runs book_history'),
  ...rights('select insert delete', 'automation_dry_run_samples'),
  ...rights('select insert update', 'message_prices'),
  ...rights('select insert update delete', 'customer_journeys journey_summaries customer_contacts carts quotes orders'),
  ...rights('select insert', 'directory.merchants'),
  ...rights('select insert delete', 'directory.memberships'),
  ...rights(
    'select insert update delete',
    'directory.whatsapp_routes directory.store_routes queue.jobs queue.journey_marks queue.sends queue.lanes queue.pairs queue.timers',
  ),
  ...rights('select insert update delete', 'auth.users auth.sessions auth.accounts auth.verifications'),
]);
