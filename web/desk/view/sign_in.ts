/** The way in: name and password, the company's own sign-in, or both. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { Refused } from "../../shared/request.ts";
import { icons } from "../../shared/view/icons.ts";
import { base, buttons } from "../../shared/view/tokens.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { DeskClient } from "../desk_client.ts";
import type { SignInWays } from "../desk_readers.ts";
import { fieldStyles } from "./styles/field_styles.ts";
import { signInStyles } from "./styles/sign_in_styles.ts";

const FIRST_AGENT = "make agent NAME=an@example.be";

export class SignIn extends LitElement {
  static override properties = {
    client: { attribute: false },
    texts: { attribute: false },
    ways: { attribute: false },
    ended: { type: Boolean },
    problem: { state: true },
    busy: { state: true },
    shown: { state: true },
    asksCode: { state: true },
    newFactor: { state: true },
  };

  declare client: DeskClient;
  declare texts: DeskTexts;
  declare ways: SignInWays | null;
  declare ended: boolean;
  declare protected problem: ((texts: DeskTexts) => string) | null;
  declare protected busy: boolean;
  declare protected shown: boolean;
  /** The password was right, and a code is asked for. */
  declare protected asksCode: boolean;
  declare protected newFactor: SecondFactor | null;

  static override styles = [base, buttons, fieldStyles, signInStyles];

  constructor() {
    super();
    this.ways = null;
    this.ended = false;
    this.problem = null;
    this.busy = false;
    this.shown = false;
    this.asksCode = false;
    this.newFactor = null;
  }

  override render(): TemplateResult {
    const { texts, ways, problem } = this;
    return html`<main class="card" aria-labelledby="title">
      <h1 id="title">${texts.signIn}</h1>
      <p class="lead">${texts.signInLead}</p>
      ${this.ended ? html`<p class="ended" role="status">${icons.attention}<span>${texts.ended}</span></p>` : nothing}
      ${ways?.agents === false ? html`<p class="hint">${texts.noAgents}<code>${FIRST_AGENT}</code></p>` : nothing}
      ${
        problem
          ? html`<p class="problem" id="problem" role="alert">${icons.attention}<span>${problem(texts)}</span></p>`
          : nothing
      }
      ${ways === null || ways.password ? this.#form(texts) : nothing}
      ${
        ways?.openid
          ? html`${ways.password ? html`<p class="or"><span>${texts.or}</span></p>` : nothing}
              <a class="plain openid" href="/v1/desk/openid/start">${texts.openid(ways.openid)}</a>`
          : nothing
      }
      ${ways && !ways.password && !ways.openid ? html`<p class="hint">${texts.noWayIn}</p>` : nothing}
    </main>`;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector("input")?.focus();
  }

  #form(texts: DeskTexts): TemplateResult {
    return html`<form novalidate @submit=${(event: Event) => void this.#submit(event)}>
      <label for="name">${texts.name}</label>
      <input id="name" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="320"
        aria-describedby=${this.problem ? "problem" : nothing} aria-invalid=${this.problem ? "true" : nothing} />
      <label for="password">${texts.password}</label>
      <input id="password" name="password" type=${this.shown ? "text" : "password"} autocomplete="current-password"
        maxlength="1024" aria-describedby=${this.problem ? "problem" : nothing}
        aria-invalid=${this.problem ? "true" : nothing} />
      <label class="check">
        <input type="checkbox" .checked=${this.shown}
          @change=${() => (this.shown = !this.shown)} />${texts.showPassword}
      </label>
      ${this.asksCode ? this.#code(texts) : nothing}
      <button class="solid" type="submit" aria-disabled=${this.busy ? "true" : nothing}>
        ${this.busy ? texts.starting : texts.signIn}
      </button>
    </form>`;
  }

  #code(texts: DeskTexts): TemplateResult {
    const factor = this.newFactor;
    return html`${
      factor
        ? html`<p class="hint" id="about-code">${texts.newKey}<code>${factor.key.replace(/(.{4})(?=.)/g, "$1 ")}</code>
            <a href=${factor.uri}>${texts.openInApp}</a></p>`
        : html`<p class="hint" id="about-code">${texts.codeNeeded}</p>`
    }
      <label for="code">${texts.code}</label>
      <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7"
        aria-describedby="about-code" />`;
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const [name, password] = this.#fields;
    if (!name?.value.trim() || !password?.value) {
      this.problem = (texts) => texts.missing;
      (name?.value.trim() ? password : name)?.focus();
      return;
    }
    this.busy = true;
    this.problem = null;
    try {
      await this.client.signIn(name.value.trim(), password.value, this.#givenCode);
    } catch (error) {
      if (error instanceof Refused && error.kind.startsWith("second-factor-")) await this.#askCode(error);
      else {
        this.problem = whatWentWrong(error);
        this.asksCode = false;
        password.value = "";
        password.focus();
      }
    } finally {
      this.busy = false;
    }
  }

  async #askCode(refused: Refused): Promise<void> {
    this.asksCode = true;
    this.newFactor = secondFactor(refused) ?? (refused.kind === "second-factor-wrong" ? this.newFactor : null);
    this.problem = refused.kind === "second-factor-wrong" ? (texts) => texts.wrongCode : null;
    await this.updateComplete;
    const code = this.renderRoot.querySelector<HTMLInputElement>("#code");
    if (code) code.value = "";
    code?.focus();
  }

  /** Without the space that apps show in the middle. */
  get #givenCode(): string | null {
    const code = this.renderRoot.querySelector<HTMLInputElement>("#code")?.value.replace(/\s/g, "") ?? "";
    return code === "" ? null : code;
  }

  get #fields(): readonly HTMLInputElement[] {
    return ["#name", "#password"].flatMap((id) => this.renderRoot.querySelector<HTMLInputElement>(id) ?? []);
  }
}

/** What an agent notes in an authenticator app: the key, and the same as an address. */
interface SecondFactor {
  readonly key: string;
  readonly uri: string;
}

function secondFactor({ problem: { key, uri } }: Refused): SecondFactor | null {
  return typeof key === "string" && typeof uri === "string" && uri.startsWith("otpauth://") ? { key, uri } : null;
}

function whatWentWrong(error: unknown): (texts: DeskTexts) => string {
  if (!(error instanceof Refused)) return (texts) => texts.signInFailed;
  const { status, retryAfter } = error;
  if (status === 429) return (texts) => texts.lockedOut(Math.max(1, Math.ceil((retryAfter ?? 60) / 60)));
  // A text that no server would take for a name is a wrong name, too.
  return status === 401 || status === 422 || status === 400 ? (texts) => texts.wrong : (texts) => texts.signInFailed;
}

customElements.define("breachline-sign-in", SignIn);
