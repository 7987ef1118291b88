import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readScenario } from './compact.ts';
import { KNOWN_FAULTS } from './known-faults.ts';
import { isKnown, MODES, scenarioOf } from './modes.ts';
import { runScenario } from './run-scenario.ts';
import { type Story, shrink } from './shrink.ts';
import { tellStory } from './tell-story.ts';
import type { FaultKind } from './walk/faults.ts';

/** See README.md. */
const { JOBWEAVE_WALKS, JOBWEAVE_SEED, JOBWEAVE_MODE, JOBWEAVE_ALL_MODES, JOBWEAVE_SCENARIO } = process.env;
const WALKS = Number(JOBWEAVE_WALKS ?? 1);
const SEED = JOBWEAVE_SEED === 'random' ? Math.floor(Math.random() * 1e9) : Number(JOBWEAVE_SEED ?? 1);

/** Shrinking all stories of a mode is worth so much time, and no more. */
const SHRINK_MS = Number(process.env['JOBWEAVE_SHRINK_MS'] ?? 15_000);

interface Found {
  readonly seed: number;
  readonly story: Story;
}

if (JOBWEAVE_SCENARIO === undefined) {
  const wanted = new RegExp(JOBWEAVE_MODE === undefined ? '' : `^(?:${JOBWEAVE_MODE})$`);
  for (const mode of MODES.filter((one) => wanted.test(one))) {
    const isLeftOut = isKnown(mode) && JOBWEAVE_ALL_MODES !== '1' && JOBWEAVE_MODE === undefined;
    test(mode, { skip: isLeftOut ? (KNOWN_FAULTS[mode] ?? 'fails for one of its traits') : false }, () =>
      tryMode(mode),
    );
  }
} else {
  test('one scenario', async () => {
    const { faults, trace } = await runScenario(readScenario(JOBWEAVE_SCENARIO));
    assert.deepEqual(faults, [], trace.join('\n'));
  });
}

test('every known fault is one of a mode', () => {
  const known = new Set(MODES);
  assert.deepEqual(
    Object.keys(KNOWN_FAULTS).filter((mode) => !known.has(mode)),
    [],
  );
});

/** Runs all walks of a mode, and tells of each kind of fault the first story. */
async function tryMode(mode: string): Promise<void> {
  const first = new Map<FaultKind, Found>();
  const tally = new Map<FaultKind, number>();
  for (let seed = SEED; seed < SEED + WALKS; seed++) {
    const scenario = scenarioOf(mode, seed);
    const outcome = await runScenario(structuredClone(scenario));
    for (const { kind } of outcome.faults) {
      tally.set(kind, (tally.get(kind) ?? 0) + 1);
      if (!first.has(kind)) first.set(kind, { seed, story: { scenario, ...outcome } });
    }
  }
  const stories: string[] = [];
  const until = Date.now() + SHRINK_MS;
  for (const [kind, { seed, story }] of first)
    stories.push(tellStory(mode, seed, kind, await shrink(story, kind, until)));
  const counts = [...tally].map(([kind, count]) => `${kind} ${count}`).join(', ');
  assert.equal(stories.length, 0, `${mode}: of ${WALKS} walks: ${counts}\n\n${stories.join('\n\n')}`);
}
