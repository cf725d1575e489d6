import { consume } from '@lit/context';
import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { type ApiClient, ProblemError } from '../api/client.ts';
import { signIn } from '../api/session.ts';
import { apiContext } from '../contexts/contexts.ts';

/** The agent is logged in now. */
export class SignedInEvent extends Event {
  constructor() {
    super('signed-in', { bubbles: true, composed: true });
  }
}

/** Where an agent logs in. It draws into the document itself, because password managers look for the form there. */
@customElement('wx-login-page')
export class WxLoginPage extends LitElement {
  @consume({ context: apiContext }) private api!: ApiClient;
  @state() private status: 'idle' | 'pending' = 'idle';
  @state() private error: string | null = null;
  @query('form') private form!: HTMLFormElement;

  protected override createRenderRoot() {
    return this;
  }

  protected override firstUpdated() {
    this.form.querySelector('input')?.focus();
  }

  override render() {
    const isPending = this.status === 'pending';
    return html`<main class="wx-login">
      <form @submit=${this.submit} aria-labelledby="login-title">
        <span class="brand" aria-hidden="true">W</span>
        <h1 id="login-title">Log in to WoodEx</h1>
        <label for="email">E-mail</label>
        <input id="email" name="email" type="email" autocomplete="username" required spellcheck="false" autocapitalize="off" />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required
          aria-describedby=${this.error ? 'login-error' : nothing} aria-invalid=${this.error ? 'true' : nothing} />
        <p id="login-error" role="alert">${this.error}</p>
        <button ?disabled=${isPending}>${isPending ? 'Logging in…' : 'Log in'}</button>
      </form>
    </main>`;
  }

  private async submit(event: Event) {
    event.preventDefault();
    const data = new FormData(this.form);
    this.status = 'pending';
    this.error = null;
    try {
      await signIn(this.api, String(data.get('email')).trim(), String(data.get('password')));
      this.dispatchEvent(new SignedInEvent());
    } catch (error) {
      this.error = wordsFor(error);
      await this.updateComplete;
      this.form.querySelector<HTMLInputElement>('#password')?.select();
    }
    this.status = 'idle';
  }
}

function wordsFor(error: unknown): string {
  if (!(error instanceof ProblemError)) return 'The server cannot be reached. Please try again in a moment.';
  if (error.status === 401) return 'E-mail or password is wrong.';
  if (error.status === 429) return 'Too many attempts. Please wait a minute, then try again.';
  return error.status >= 500 ? 'The server has a problem. Please try again in a moment.' : error.message;
}
