/** JSON as Meta writes it: non-ASCII as `\uXXXX` (surrogates apart), `/` as `\/`. The signature covers these bytes. */
export function encodeLikeMeta(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(/[\u007f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
