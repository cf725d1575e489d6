/** The shopper taps an answer of a question. */
export class ChooseEvent extends Event {
  readonly id: string;
  readonly text: string;

  constructor(id: string, text: string) {
    super('choose-request', { bubbles: true, composed: true });
    this.id = id;
    this.text = text;
  }
}

/** A file's link has expired; `renew` takes the new one. */
export class LinkRequestEvent extends Event {
  readonly mediaId: string;
  readonly renew: (url: string) => void;

  constructor(mediaId: string, renew: (url: string) => void) {
    super('link-request', { bubbles: true, composed: true });
    this.mediaId = mediaId;
    this.renew = renew;
  }
}
