/** What a supervisor watches: waits, loads, ratings, how conversations ended. Numbers first, bars beside. */
import { html, LitElement, nothing, svg, type TemplateResult } from "lit";
import { type Language, LOCALES } from "../../shared/languages.ts";
import { shortTime } from "../../shared/view/clock.ts";
import { base, buttons } from "../../shared/view/tokens.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { DeskClient } from "../desk_client.ts";
import type { Report } from "../desk_readers.ts";
import { duration } from "../duration.ts";
import { pageStyles } from "./styles/page_styles.ts";
import { shellStyles } from "./styles/shell_styles.ts";

const PERIODS = [8, 24, 168, 720] as const;
const REFRESH = 30_000;

export class ReportView extends LitElement {
  static override properties = {
    client: { attribute: false },
    texts: { attribute: false },
    language: { attribute: false },
    hours: { state: true },
    report: { state: true },
    failed: { state: true },
  };

  declare client: DeskClient;
  declare texts: DeskTexts;
  declare language: Language;
  declare protected hours: number;
  declare protected report: Report | null;
  declare protected failed: boolean;
  #timer: ReturnType<typeof setInterval> | undefined;

  static override styles = [base, buttons, shellStyles, pageStyles];

  constructor() {
    super();
    this.hours = 24;
    this.report = null;
    this.failed = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
    this.#timer = setInterval(() => void this.#load(), REFRESH);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render(): TemplateResult {
    const { texts, report, failed } = this;
    return html`<h2 tabindex="-1">${texts.reportTitle}</h2>
      <p class="lead">
        <label for="period">${texts.reportPeriod}</label>
        <select id="period" @change=${(event: Event) => this.#period(event)}>
          ${PERIODS.map(
            (hours) => html`<option value=${hours}
            ?selected=${hours === this.hours}>${texts.hours(hours)}</option>`,
          )}
        </select>
      </p>
      ${
        failed
          ? html`<p class="problem" role="alert">${texts.listFailed}
        <button class="plain small" type="button" @click=${() => void this.#load()}>${texts.tryAgain}</button></p>`
          : nothing
      }
      ${report ? this.#report(report, texts) : failed ? nothing : html`<p>${texts.starting}</p>`}`;
  }

  #report({ now, waits, agents, ratings, reasons }: Report, texts: DeskTexts): TemplateResult {
    const most = Math.max(...agents.map(({ conversations }) => conversations));
    const time = (seconds: number | null) => (seconds === null ? "–" : duration(seconds, texts));
    return html`<section aria-labelledby="now"><h3 id="now">${texts.now}</h3>
        <dl class="figures">
          ${figure(texts.waitingNow, now.waiting)} ${figure(texts.longestNow, time(now.longest_s))}
          ${figure(texts.agentsOnline, now.agents_online)} ${figure(texts.heldNow, now.held)}
        </dl></section>
      <section aria-labelledby="waits"><h3 id="waits">${texts.waitsTitle}</h3>
        <dl class="figures">
          ${figure(texts.taken, waits.taken)} ${figure(texts.left, waits.left)}
          ${figure(texts.median, time(waits.median_s))}
          ${figure(texts.p90, time(waits.p90_s))} ${figure(texts.longest, time(waits.longest_s))}
        </dl></section>
      <section aria-labelledby="agents"><h3 id="agents">${texts.perAgent}</h3>
        <table><thead><tr>
          <th scope="col">${texts.agent}</th><th scope="col" class="number">${texts.heldNow}</th><th scope="col"
            class="number">${texts.handled}</th>
          <td></td>
          <th scope="col" class="number">${texts.handling}</th><th scope="col" class="number">${texts.ratingMean}</th>
        </tr></thead><tbody>
          ${agents.map(
            (each) => html`<tr>
              <th scope="row">${each.agent.display_name}</th>
              <td class="number" data-label=${texts.heldNow}>${each.held_now}</td>
              <td class="number" data-label=${texts.handled}>${each.conversations}</td>
              <td class="bars">${bar(each.conversations, most)}</td>
              <td class="number" data-label=${texts.handling}>${time(each.median_handling_s)}</td>
              <td class="number" data-label=${texts.ratingMean}>${this.#mean(each.rating.mean)}</td>
            </tr>`,
          )}
        </tbody></table></section>
      <div class="pair">
        <section aria-labelledby="ratings"><h3 id="ratings">${texts.ratingsTitle}</h3>
          ${
            ratings.count === 0
              ? html`<p class="none">${texts.noRatings}</p>`
              : html`<p class="sum">${texts.ratingsCount(ratings.count, this.#mean(ratings.mean))}</p>
                  ${barTable(
                    texts.rating,
                    texts.howMany,
                    [5, 4, 3, 2, 1].map((stars) => [texts.stars(stars), ratings.stars[stars - 1] ?? 0]),
                  )}`
          }
          ${
            ratings.comments.length > 0
              ? html`<h4>${texts.comments}</h4><ul class="comments">
                  ${ratings.comments.map(
                    ({ stars, comment, language, at }) => html`<li>
                      <p class="meta">
                        ${texts.stars(stars)} · <time datetime=${at}>${shortTime(at, this.language)}</time>
                      </p>
                      <p class="typed" lang=${language}>${comment}</p></li>`,
                  )}</ul>`
              : nothing
          }
        </section>
        <section aria-labelledby="reasons"><h3 id="reasons">${texts.reasonsTitle}</h3>
          ${
            reasons.every(({ count }) => count === 0)
              ? html`<p class="none">${texts.noReasons}</p>`
              : barTable(
                  texts.reason,
                  texts.howMany,
                  reasons.map(({ reason, count }) => [texts.reasons[reason], count]),
                )
          }
        </section>
      </div>`;
  }

  #mean(mean: number | null): string {
    const digits = { maximumFractionDigits: 1, minimumFractionDigits: 1 };
    return mean === null ? "–" : mean.toLocaleString(LOCALES[this.language], digits);
  }

  #period(event: Event): void {
    this.hours = Number((event.target as HTMLSelectElement).value);
    void this.#load();
  }

  async #load(): Promise<void> {
    const { hours } = this;
    try {
      const report = await this.client.report(hours);
      // Another period may have been chosen meanwhile.
      if (hours === this.hours) this.report = report;
      this.failed = false;
    } catch {
      this.failed = true;
    }
  }
}

function figure(name: string, value: string | number): TemplateResult {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function barTable(what: string, howMany: string, rows: readonly (readonly [string, number])[]): TemplateResult {
  const most = Math.max(...rows.map(([, count]) => count));
  return html`<table>
    <thead><tr><th scope="col">${what}</th><th scope="col" class="number">${howMany}</th><td></td></tr></thead>
    <tbody>
      ${rows.map(
        ([name, count]) => html`<tr><th scope="row">${name}</th><td class="number">${count}</td><td
        class="bars">${bar(count, most)}</td></tr>`,
      )}
    </tbody>
  </table>`;
}

/** The number stands beside it: who cannot see the bar misses nothing. */
function bar(value: number, most: number): TemplateResult {
  const width = most > 0 ? (100 * value) / most : 0;
  return html`<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    ${svg`<rect width="100" height="8" class="track" /><rect width=${width} height="8" class="value" />`}
  </svg>`;
}

customElements.define("breachline-report", ReportView);
