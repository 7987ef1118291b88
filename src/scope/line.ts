interface Link<Member> {
  readonly member: Member;
  next: Link<Member> | null;
}

/**
 * Those who wait, in the order in which they came. A chain, and no `Set` or array: those leave old tables behind as members come
 * and go, and whoever stood in one of them would live on until the whole heap is collected. For the same reason a link that is
 * taken out points to nothing.
 */
export class Line<Member> {
  #first: Link<Member> | null = null;
  #last: Link<Member> | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get first(): Member | undefined {
    return this.#first?.member;
  }

  add(member: Member): void {
    const link: Link<Member> = { member, next: null };
    if (this.#last === null) this.#first = link;
    else this.#last.next = link;
    this.#last = link;
    this.#size += 1;
  }

  /** Takes the first one out. */
  take(): Member | undefined {
    const link = this.#first;
    if (link === null) return undefined;
    this.#cut(null, link);
    return link.member;
  }

  /** Takes this one out, if it is there: quickly, if it is among the first. */
  remove(member: Member): void {
    let before: Link<Member> | null = null;
    for (let link = this.#first; link !== null; before = link, link = link.next) {
      if (link.member !== member) continue;
      this.#cut(before, link);
      return;
    }
  }

  #cut(before: Link<Member> | null, link: Link<Member>): void {
    if (before === null) this.#first = link.next;
    else before.next = link.next;
    if (link.next === null) this.#last = before;
    link.next = null;
    this.#size -= 1;
  }
}
