import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Line } from '../../../src/scope/line.ts';

const step = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), member: fc.nat({ max: 6 }) }),
  fc.record({ kind: fc.constant('take' as const) }),
  fc.record({ kind: fc.constant('remove' as const), member: fc.nat({ max: 6 }) }),
);

test('a line is what an array would be, whatever comes and goes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const line = new Line<number>();
      const plain: number[] = [];
      for (const one of steps) {
        if (one.kind === 'take') assert.equal(line.take(), plain.shift());
        else if (one.kind === 'add') {
          line.add(one.member);
          plain.push(one.member);
        } else {
          line.remove(one.member);
          const place = plain.indexOf(one.member);
          if (place >= 0) plain.splice(place, 1);
        }
        assert.deepEqual([line.size, line.first], [plain.length, plain[0]]);
      }
    }),
  );
});
