/** Something that a screen draws. Several changes in a row are told once, by "change". */
export class Changing extends EventTarget {
  #telling = false;

  protected changed(): void {
    if (this.#telling) return;
    this.#telling = true;
    queueMicrotask(() => {
      this.#telling = false;
      this.dispatchEvent(new Event("change"));
    });
  }
}
