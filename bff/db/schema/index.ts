export * from './auth.ts';
export * from './commerce.ts';
export * from './consent.ts';
export * from './conversations.ts';
export * from './journey.ts';
export * from './people.ts';
export * from './tenancy.ts';
export * from './whatsapp.ts';
