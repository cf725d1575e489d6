/** A UUIDv7: 48 bits of milliseconds, then chance. Sorts by time, so a queue keeps its order. */
export function uuidV7(now = Date.now(), random = crypto.getRandomValues(new Uint8Array(10))): string {
  const hex =
    now.toString(16).padStart(12, '0') + Array.from(random, byte => byte.toString(16).padStart(2, '0')).join('');
  const variant = (8 | ((random[2]! >> 4) & 3)).toString(16);
  return hex.replace(/(.{8})(.{4}).(.{3}).(.{3})(.*)/, `$1-$2-7$3-${variant}$4-$5`);
}
