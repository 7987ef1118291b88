import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readsFromNow } from '../../../../src/datasource/paging/reads-from-now.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { fakeTransport } from '../fake-transport.ts';

test('no answer was asked for before the first one; what others ask for behind it will do', async () => {
  const transport = fakeTransport(() => null);
  await transport.send({ path: '/earlier' }, sourceScope());
  const reads = readsFromNow(transport);
  const both = ['/a', '/b'].map((path) => reads.send({ path }, sourceScope()));
  await Promise.all(both);
  await reads.send({ path: '/c' }, sourceScope());
  await reads.send({ path: '/d', since: Number.POSITIVE_INFINITY }, sourceScope());
  assert.deepEqual(
    transport.sent.map(({ since }) => since),
    [undefined, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 2, Number.POSITIVE_INFINITY],
  );
});
