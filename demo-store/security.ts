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
