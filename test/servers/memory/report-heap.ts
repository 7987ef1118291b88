import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// Loaded into a gateway before its program: tells over HTTP how much is in use after a collection.

setFlagsFromString('--expose-gc');
const gc: NodeJS.GCFunction = runInNewContext('gc');

/** What survives one collection is moved on by the next. */
const COLLECTIONS = 3;

function usedBytes(whole: boolean): number {
  for (let i = 0; i < COLLECTIONS; i += 1) gc({ type: whole ? 'major' : 'minor' });
  return getHeapSpaceStatistics().reduce((sum, space) => sum + space.space_used_size, 0);
}

const server = createServer(({ url }, response) => void response.end(String(usedBytes(url === '/whole'))));
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(`Heap: http://127.0.0.1:${port}/`);
});
server.unref();
