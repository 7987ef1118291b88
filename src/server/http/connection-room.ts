/** Connections of one address. */
interface Group<Connection> {
  /** How many requests of each are under way: a client may send the next one before it has the answer. */
  readonly requests: Map<Connection, number>;
  /** Those without a request under way, the longest silent first. */
  readonly silent: Set<Connection>;
}

/**
 * The connections that there may be at once. Where there are more, a silent one goes, which has no request under way: of the
 * address that has most silent ones, the one that has been silent for longest; and the one that comes only where no other is. So
 * nobody takes all connections by saying nothing, and where all come from one address, as behind a proxy, that of a client that has
 * been away for longest makes room.
 */
export class ConnectionRoom<Connection> {
  readonly #most: number;
  readonly #groups = new Map<string, Group<Connection>>();
  #size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** The one that has to go, and counts no longer, which may be the one that comes; `null`: none has. */
  enter(address: string, connection: Connection): Connection | null {
    const group = this.#groups.get(address) ?? { requests: new Map(), silent: new Set() };
    this.#groups.set(address, group);
    group.requests.set(connection, 0);
    group.silent.add(connection);
    this.#size += 1;
    return this.#size > this.#most ? this.#makeRoom(address, connection) : null;
  }

  /** One more request of it is under way. */
  begin(address: string, connection: Connection): void {
    this.#count(address, connection, 1);
  }

  /** One of them has ended. */
  end(address: string, connection: Connection): void {
    this.#count(address, connection, -1);
  }

  /** More calls mean nothing. */
  leave(address: string, connection: Connection): void {
    const group = this.#groups.get(address);
    if (group === undefined || !group.requests.delete(connection)) return;
    group.silent.delete(connection);
    this.#size -= 1;
    if (group.requests.size === 0) this.#groups.delete(address);
  }

  #count(address: string, connection: Connection, change: number): void {
    const group = this.#groups.get(address);
    const requests = group?.requests.get(connection);
    // It has gone.
    if (group === undefined || requests === undefined) return;
    group.requests.set(connection, requests + change);
    if (requests + change > 0) group.silent.delete(connection);
    else group.silent.add(connection);
  }

  #makeRoom(address: string, newcomer: Connection): Connection {
    let most = 0;
    let gone: readonly [address: string, connection: Connection] = [address, newcomer];
    for (const [other, { silent }] of this.#groups) {
      const [first = newcomer] = silent;
      if (first !== newcomer && silent.size > most) [most, gone] = [silent.size, [other, first]];
    }
    this.leave(...gone);
    return gone[1];
  }
}
