import test from 'node:test';
import { checkDrawn } from './check-drawn.ts';
import { walk } from './draw/drawn-walk.ts';
import { judgeWalk } from './judge/judge-walk.ts';

test('a walk gives every row that was there throughout exactly once, and others at most once', async () => {
  await checkDrawn(1, walk, judgeWalk);
});
