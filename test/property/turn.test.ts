import test from 'node:test';
import { checkDrawn } from './check-drawn.ts';
import { turn } from './draw/drawn-turn.ts';
import { judgeTurn } from './judge/judge-turn.ts';

test('a walk that turns while vendors fail, and turns again, loses nothing and repeats nothing', async () => {
  await checkDrawn(0.3, turn, judgeTurn);
});
