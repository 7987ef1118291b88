import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { parseConfig } from '../../src/config/load-config.ts';
import { settingsSchemas } from '../../src/create-gateway.ts';

const ROOT = join(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const ENVIRONMENT = {
  CURSOR_KEY: 'sixteen letters, and some more',
  DASHBOARD_KEY_SHA256: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
  ZSTACK_URL: 'http://10.0.0.5:8080',
  ZSTACK_PASSWORD: 'a password',
};

const read = parseConfig(textOf('deploy/jobweave.yaml'), 'jobweave.yaml', ENVIRONMENT, settingsSchemas);
const { server } = read.ok ? read.config : assert.fail(JSON.stringify(read.faults));
const PORTS = { http: server.port, metrics: server.metrics?.port };

test('the image has the Node of the repository, a user that is not root, and the ports of the configuration', () => {
  const dockerfile = textOf('Dockerfile');
  const version = textOf('.node-version').trim();
  assert.deepEqual(
    [...new Set([...dockerfile.matchAll(/^FROM node:(\S+)-alpine/gm)].map(([, tag]) => tag))],
    [version],
  );
  assert.match(dockerfile, /^USER node$/m);
  assert.match(dockerfile, new RegExp(`^EXPOSE ${PORTS.http} ${PORTS.metrics}$`, 'm'));
});

const Compose = z.object({
  services: z.record(
    z.string(),
    z.object({ volumes: z.array(z.string()).default([]), read_only: z.boolean().optional() }),
  ),
});

test('what the containers mount is there, and Prometheus asks where metrics are', () => {
  const { services } = Compose.parse(parse(textOf('deploy/compose/compose.yaml')));
  assert.deepEqual(Object.keys(services), ['jobweave', 'prometheus', 'grafana']);
  assert.equal(services['jobweave']?.read_only, true);
  const mounts = Object.values(services).flatMap(({ volumes }) => volumes);
  for (const mount of mounts.filter((one) => one.startsWith('.')))
    assert(existsSync(join(ROOT, 'deploy/compose', mount.split(':')[0] ?? '')), mount);
  assert.match(textOf('deploy/prometheus/prometheus.yaml'), new RegExp(`"jobweave:${PORTS.metrics}"`));
});

test('the manifest for Kubernetes asks at the right ports, and waits longer than the end takes', () => {
  const [deployment] = parseAllDocuments(textOf('deploy/kubernetes/jobweave.yaml')).map((one) => one.toJS());
  const { spec } = deployment.spec.template;
  const [container] = spec.containers;
  assert.deepEqual(
    Object.fromEntries(
      container.ports.map((port: { name: string; containerPort: number }) => [port.name, port.containerPort]),
    ),
    PORTS,
  );
  assert.deepEqual(container.livenessProbe.httpGet, { path: '/livez', port: 'metrics' });
  assert.deepEqual(container.readinessProbe.httpGet, { path: '/readyz', port: 'metrics' });
  assert.equal(container.securityContext.readOnlyRootFilesystem, true);
  assert.equal(container.image, `jobweave:${packageJson.version}`);
  assert(spec.terminationGracePeriodSeconds > 15);
});

const hasSystemd = process.env['CI'] === 'true' || spawnSync('systemd-analyze', ['--version']).status === 0;

test('systemd finds nothing wrong with the unit', { skip: !hasSystemd && 'there is no systemd' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'jobweave-'));
  const unit = join(folder, 'jobweave.service');
  // It looks for the program too, which is not installed here.
  writeFileSync(
    unit,
    textOf('deploy/systemd/jobweave.service').replace('/usr/local/bin/jobweave', '/bin/true'),
  );
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  assert.deepEqual([status, stdout, stderr], [0, '', '']);
});
