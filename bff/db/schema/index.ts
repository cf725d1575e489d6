export * from './auth.ts';
export * from './conversations.ts';
export * from './tenancy.ts';
export * from './whatsapp.ts';
