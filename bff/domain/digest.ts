/** A SHA-256 as Meta writes it, in hex or in base64, as hex; null when it is neither: then nothing can be compared. */
export function digestOf(announced: string | null | undefined): string | null {
  if (!announced) return null;
  if (/^[0-9a-f]{64}$/i.test(announced)) return announced.toLowerCase();
  const bytes = Buffer.from(announced, 'base64');
  return bytes.length === 32 ? bytes.toString('hex') : null;
}
