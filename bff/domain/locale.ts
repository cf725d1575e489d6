/** The IANA time zone, spelled as everybody spells it; null when there is no such zone. */
export function timeZoneOf(name: string | undefined): string | null {
  try {
    return name ? new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone : null;
  } catch {
    return null;
  }
}

/** The BCP 47 tag in its canonical form; null when it is none. */
export function languageOf(tag: string | undefined): string | null {
  try {
    return tag ? (Intl.getCanonicalLocales(tag)[0] ?? null) : null;
  } catch {
    return null;
  }
}
