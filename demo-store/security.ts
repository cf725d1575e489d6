import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/**
 * What a careful shop allows: its own files, and the one origin its chat comes from. Nothing inline, no frames;
 * script strings only through lit's own policy. Pages stay fit for the back/forward cache (no `no-store`).
 */
export const shopHeaders = (scriptOrigin: string) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'", scriptOrigin],
      styleSrc: ["'self'"],
      connectSrc: ["'self'", scriptOrigin],
      imgSrc: ["'self'", 'data:', scriptOrigin],
      fontSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
      trustedTypes: ['lit-html'],
    },
    referrerPolicy: 'strict-origin-when-cross-origin',
    xFrameOptions: 'DENY',
    // The shop is served over plain HTTP on loopback, where this header means nothing.
    strictTransportSecurity: false,
    // The chat's script and its streams come from another origin.
    crossOriginResourcePolicy: false,
  });

/** Forms of the shop's own pages alone: another site's form is not what the shopper pressed. */
export const sameOriginOnly: MiddlewareHandler = async function sameOriginOnly(c, next) {
  const site = c.req.header('sec-fetch-site');
  const isOurs = site === undefined ? c.req.header('origin') === new URL(c.req.url).origin : site === 'same-origin';
  return isOurs ? next() : c.text('This form was not sent from a page of this shop.', 403);
};
