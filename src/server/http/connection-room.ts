/** Connections of one address. */
interface Group<Connection> {
  size: number;
  /** Those without a request under way, the longest silent first. */
  readonly silent: Set<Connection>;
}

/**
 * The connections that there may be at once. Where there are more, one goes that has no request under way: of the address that
 * has most of them, the one that has been silent for longest. So nobody takes all connections by saying nothing, and where all come
 * from one address, as behind a proxy, that of a client that has been away for longest makes room.
 */
export class ConnectionRoom<Connection> {
  readonly #most: number;
  readonly #groups = new Map<string, Group<Connection>>();
  #size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** The one that has to go, which may be the one that comes; `null`: none has. */
  enter(address: string, connection: Connection): Connection | null {
    const group = this.#groups.get(address) ?? { size: 0, silent: new Set() };
    this.#groups.set(address, group);
    group.size += 1;
    group.silent.add(connection);
    this.#size += 1;
    return this.#size > this.#most ? this.#firstToGo() : null;
  }

  /** It has a request under way. */
  begin(address: string, connection: Connection): void {
    this.#groups.get(address)?.silent.delete(connection);
  }

  /** It has none any more. */
  end(address: string, connection: Connection): void {
    this.#groups.get(address)?.silent.add(connection);
  }

  leave(address: string, connection: Connection): void {
    const group = this.#groups.get(address);
    if (group === undefined) return;
    group.silent.delete(connection);
    group.size -= 1;
    this.#size -= 1;
    if (group.size === 0) this.#groups.delete(address);
  }

  #firstToGo(): Connection | null {
    let largest: Group<Connection> | null = null;
    for (const group of this.#groups.values())
      if (group.silent.size > 0 && group.size > (largest?.size ?? 0)) largest = group;
    const [first = null] = largest?.silent ?? [];
    return first;
  }
}
