/** Questions to another process whose answers have not come yet. */
export class Pending<Answer> {
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #patienceMs: number;
  #last = 0;

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /** Puts a question under a new number; `null`: no answer came in time. */
  ask(put: (id: number) => void): Promise<Answer | null> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve) => {
      const settle = (answer: Answer | null): void => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(answer);
      };
      const timer = setTimeout(settle, this.#patienceMs, null);
      this.#waiting.set(id, settle);
      put(id);
    });
  }

  answer(id: number, answer: Answer): void {
    this.#waiting.get(id)?.(answer);
  }
}
