import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Service } from 'kubernetes-models/v1/Service';
import { parseAllDocuments } from 'yaml';

const KINDS = {
  Deployment: { model: Deployment, from: 'apps/v1/Deployment' },
  Service: { model: Service, from: 'v1/Service' },
  PodDisruptionBudget: { model: PodDisruptionBudget, from: 'policy/v1/PodDisruptionBudget' },
};
type Kind = keyof typeof KINDS;

const ROOT = join(import.meta.dirname, '../..');
const file = join(ROOT, 'deploy/kubernetes/jobweave.yaml');
const documents = parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS());

test('there is one of each kind', () => {
  assert.deepEqual(documents.map(({ kind }) => kind).toSorted(), Object.keys(KINDS).toSorted());
});

for (const document of documents)
  test(`the ${document.kind} is one by the schema of Kubernetes`, () => {
    new KINDS[document.kind as Kind].model(document).validate();
  });

/** The schemas allow for fields that nobody knows; the types, which are made of the same, do not. */
function unknownFields(objects: readonly { readonly kind: Kind }[]): string {
  const folder = join(import.meta.dirname, 'node_modules/.made');
  const lines = objects.flatMap(({ kind }, i) => [
    `import type { I${kind} } from 'kubernetes-models/${KINDS[kind].from}';`,
    `export const object${i}: I${kind} = ${JSON.stringify(objects[i], null, 2)};`,
  ]);
  mkdirSync(folder, { recursive: true });
  const made = join(folder, 'objects.ts');
  writeFileSync(made, lines.join('\n'));
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--ignoreConfig', '--module', 'nodenext'];
  return spawnSync(join(ROOT, 'node_modules/.bin/tsc'), [...options, made], { encoding: 'utf8' }).stdout;
}

test('Kubernetes knows every field', () => {
  assert.equal(unknownFields(documents), '');
  const wrong = structuredClone(documents);
  wrong.find(({ kind }) => kind === 'Deployment').spec.template.spec.containers[0].readinessProb = {};
  assert.match(unknownFields(wrong), /readinessProb\W+ does not exist/);
});
