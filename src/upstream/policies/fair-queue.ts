/** Who waits for a turn: the groups in turns, and the members of a group in the order in which they came. */
export class FairQueue<Group, Member> {
  // The group whose turn is next stands first.
  readonly #groups = new Map<Group, Set<Member>>();

  /** Of groups: a large one counts as much as a small one. */
  get size(): number {
    return this.#groups.size;
  }

  has(group: Group): boolean {
    return this.#groups.has(group);
  }

  add(group: Group, member: Member): void {
    const members = this.#groups.get(group);
    if (members === undefined) this.#groups.set(group, new Set([member]));
    else members.add(member);
  }

  /** Takes the next one out; its group goes to the end. */
  next(): Member | undefined {
    for (const [group, members] of this.#groups) {
      this.#groups.delete(group);
      const [member] = members;
      if (member !== undefined) members.delete(member);
      if (members.size > 0) this.#groups.set(group, members);
      return member;
    }
    return undefined;
  }

  /** Takes one out that does not wait any more. */
  remove(group: Group, member: Member): void {
    const members = this.#groups.get(group);
    members?.delete(member);
    if (members?.size === 0) this.#groups.delete(group);
  }
}
