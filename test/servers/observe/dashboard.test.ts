import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parse } from 'yaml';
import { z } from 'zod';
import { startWorld, type World } from '../../support/start-world.ts';

const DEPLOY = join(import.meta.dirname, '../../../deploy');
const textOf = (file: string): string => readFileSync(join(DEPLOY, file), 'utf8');

const Dashboard = z.object({
  panels: z.array(
    z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).default([]) }),
  ),
});

const Rules = z.object({
  groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })),
});

const dashboard = Dashboard.parse(JSON.parse(textOf('grafana/jobweave.json')));
const rules = Rules.parse(parse(textOf('prometheus/jobweave.rules.yaml')));

const EXPRESSIONS = [
  ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
  ...rules.groups.flatMap((group) => group.rules.map(({ alert, expr }) => [alert, expr] as const)),
];

const namesIn = (expression: string): string[] => [
  ...new Set(expression.match(/\b(?:jobweave|process|nodejs)_\w+/g)),
];

/** The series of a histogram stand under its name. */
const familyOf = (name: string, families: ReadonlySet<string>): string =>
  families.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '');

/** Labels that an expression selects or groups by, of the series that it names. */
const labelsIn = (expression: string): string[] => [
  ...new Set([
    ...[...expression.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/)),
    ...[...expression.matchAll(/[{,]\s*(\w+)\s*[=!]~?"/g)].map(([, label = '']) => label),
  ]),
];

describe('the dashboard and the alerts', () => {
  let world: World;
  let text: string;

  before(async () => {
    world = await startWorld({ jobs: 20 });
    await world.query('query Latest { jobs(first: 5) { nodes { id } } }');
    await world.query('{ jobs(first: 5) { nodes { id } } }');
    text = await world.metrics();
  });
  after(() => world[Symbol.asyncDispose]());

  test('name no series that is not there, and no label that it has not', () => {
    const families = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name));
    const known = (family: string): Set<string> =>
      new Set(
        [...text.matchAll(new RegExp(`^${family}(?:_bucket)?\\{([^}]*)\\}`, 'gm'))].flatMap(
          ([, labels = '']) => [...labels.matchAll(/(\w+)="/g)].map(([, label = '']) => label),
        ),
      );
    assert(EXPRESSIONS.length > 20);
    for (const [title, expression] of EXPRESSIONS) {
      const names = namesIn(expression);
      assert(names.length > 0, title);
      for (const name of names) {
        const family = familyOf(name, families);
        assert(families.has(family), `${title}: ${name}`);
        const labels = known(family);
        // A counter that has counted nothing yet shows no labels.
        if (labels.size === 0) continue;
        for (const label of labelsIn(expression))
          assert(label === 'job' || labels.has(label), `${title}: ${label}`);
      }
    }
  });

  test('show every series of the gateway', () => {
    const shown = new Set(EXPRESSIONS.flatMap(([, expression]) => namesIn(expression)));
    const families = [...text.matchAll(/^# TYPE (jobweave_\w+)/gm)].map(([, name = '']) => name);
    const hidden = families.filter((family) => ![...shown].some((name) => name.startsWith(family)));
    assert.deepEqual(hidden, ['jobweave_build_info', 'jobweave_source_info']);
  });

  const hasPromtool = process.env['CI'] === 'true' || spawnSync('promtool', ['--version']).status === 0;

  test('promtool finds nothing wrong', { skip: !hasPromtool && 'there is no promtool' }, () => {
    const run = (args: string[], input = ''): void => {
      const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' });
      assert.equal(status, 0, `${stdout}${stderr}`);
    };
    run(['check', 'metrics'], text);
    run(['check', 'rules', join(DEPLOY, 'prometheus/jobweave.rules.yaml')]);
    run(['check', 'config', join(DEPLOY, 'prometheus/prometheus.yaml')]);
  });
});
