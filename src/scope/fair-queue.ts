import { Line } from './line.ts';

/** Those of a group that wait. */
interface Members<Member> {
  /** They go before the others. */
  readonly ahead: Line<Member>;
  readonly others: Line<Member>;
}

/** Who waits for a turn: the groups in turns, and the members of a group in the order in which they came. */
export class FairQueue<Group, Member> {
  // The group whose turn is next stands first.
  readonly #groups = new Map<Group, Members<Member>>();

  /** Of groups: a large one counts as much as a small one. */
  get size(): number {
    return this.#groups.size;
  }

  has(group: Group): boolean {
    return this.#groups.has(group);
  }

  /** How many members of this group wait. */
  sizeOf(group: Group): number {
    const members = this.#groups.get(group);
    return members === undefined ? 0 : sizeOf(members);
  }

  /** Which member of this group is the next one. */
  first(group: Group): Member | undefined {
    const members = this.#groups.get(group);
    return members === undefined ? undefined : nextOf(members).first;
  }

  /** The group of which most wait. */
  longest(): Group | undefined {
    let longest: Group | undefined;
    for (const group of this.#groups.keys())
      if (longest === undefined || this.sizeOf(group) > this.sizeOf(longest)) longest = group;
    return longest;
  }

  /** `isAhead`: before all of the group that are not. */
  add(group: Group, member: Member, isAhead = false): void {
    const known = this.#groups.get(group);
    const members = known ?? { ahead: new Line(), others: new Line() };
    (isAhead ? members.ahead : members.others).add(member);
    if (known === undefined) this.#groups.set(group, members);
  }

  /** The group with the lowest number, of several the one whose turn is next; those with an infinite one do not count. */
  lowest(numberOf: (group: Group) => number): Group | undefined {
    let found: Group | undefined;
    let lowest = Number.POSITIVE_INFINITY;
    for (const group of this.#groups.keys()) {
      const own = numberOf(group);
      if (own < lowest) [found, lowest] = [group, own];
    }
    return found;
  }

  /** Takes the next one out; its group goes to the end. `mayGo`: groups whose turn is put off; default: none is. */
  next(mayGo: (group: Group) => boolean = () => true): Member | undefined {
    for (const group of this.#groups.keys()) if (mayGo(group)) return this.take(group);
    return undefined;
  }

  /** The same of this group. */
  take(group: Group): Member | undefined {
    const members = this.#groups.get(group);
    if (members === undefined) return undefined;
    const member = nextOf(members).take();
    const isEmpty = sizeOf(members) === 0;
    // Alone, it stands last already.
    if (isEmpty || this.#groups.size > 1) this.#groups.delete(group);
    if (!isEmpty) this.#groups.set(group, members);
    return member;
  }

  /** Takes one out that does not wait any more. */
  remove(group: Group, member: Member): void {
    const members = this.#groups.get(group);
    if (members === undefined) return;
    members.ahead.remove(member);
    members.others.remove(member);
    if (sizeOf(members) === 0) this.#groups.delete(group);
  }
}

const nextOf = <Member>({ ahead, others }: Members<Member>): Line<Member> =>
  ahead.size > 0 ? ahead : others;

const sizeOf = ({ ahead, others }: Members<unknown>): number => ahead.size + others.size;

/** The same in two steps: all who belong together take turns with the others, and their groups with each other. */
export class NestedFairQueue<Group, Member> {
  // Whose turn is next stands first.
  readonly #owners = new Map<string, FairQueue<Group, Member>>();

  /** How many groups of this owner wait. */
  sizeOf(owner: string): number {
    return this.#owners.get(owner)?.size ?? 0;
  }

  has(owner: string, group: Group): boolean {
    return this.#owners.get(owner)?.has(group) ?? false;
  }

  add(owner: string, group: Group, member: Member, isAhead = false): void {
    const queue = this.#owners.get(owner) ?? new FairQueue<Group, Member>();
    queue.add(group, member, isAhead);
    this.#owners.set(owner, queue);
  }

  /** Takes the next one out; its owner goes to the end. */
  next(): Member | undefined {
    for (const [owner, queue] of this.#owners) {
      this.#owners.delete(owner);
      const member = queue.next();
      if (queue.size > 0) this.#owners.set(owner, queue);
      return member;
    }
    return undefined;
  }

  /** Takes one out that does not wait any more. */
  remove(owner: string, group: Group, member: Member): void {
    const queue = this.#owners.get(owner);
    queue?.remove(group, member);
    if (queue?.size === 0) this.#owners.delete(owner);
  }
}
