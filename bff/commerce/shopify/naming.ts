/** A shop's own domain in one spelling; '' when it is none, so that nothing else is ever asked or believed. */
export function domainOf(text: string): string {
  const domain = text.toLowerCase();
  return /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/.test(domain) && domain.length <= 120 ? domain : '';
}
