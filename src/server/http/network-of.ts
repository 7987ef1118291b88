const GROUPS = 8;
/** So many groups, of 16 bits each, are the network's, and the others its owner's. */
const OF_NETWORK = 4;

/** Whose an IP address is, as `node:net` writes it: of IPv6, whoever has one has all that begin with the same 64 bits. */
export function networkOf(address: string): string {
  if (address.includes('.')) return address;
  const [head = [], tail = []] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const left = Array.from({ length: Math.max(0, GROUPS - head.length - tail.length) }, () => '0');
  return [...head, ...left, ...tail].slice(0, OF_NETWORK).join(':');
}
