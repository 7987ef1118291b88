import { nameAt } from './kit/name-at.ts';
import { uuid } from './kit/random.ts';

export interface CssCluster {
  readonly id: string;
  readonly name: string;
  readonly type: (typeof DATASTORES)[number];
  /** ISO 8601 without a zone (docs/vendors/huawei-css.md#discovery). */
  readonly created: string;
  /** Whether its logs are backed up at all. */
  readonly logSwitch: boolean;
}

export const DATASTORES = ['elasticsearch', 'logstash', 'opensearch'] as const;
const NAMES = ['shop-search', 'app-logs', 'audit-trail', 'catalogue'];
const DAY_MS = 24 * 3600 * 1000;

/** Clusters with logs, the youngest first, and after them an older one whose logs are switched off. */
export const cssClusters = (seed: number, withLogs: number, start: number): CssCluster[] =>
  Array.from({ length: withLogs + 1 }, (_, place) => ({
    id: uuid(seed, 'css-cluster', place),
    name: place === withLogs ? 'search-without-logs' : nameAt(NAMES, place, 'search'),
    type: DATASTORES[place % DATASTORES.length] ?? 'elasticsearch',
    created: new Date(start - (61 + place) * DAY_MS).toISOString().slice(0, 19),
    logSwitch: place < withLogs,
  }));

/** One row of the list of clusters (docs/vendors/huawei-css.md#discovery). */
export const printCluster = ({ id, name, type, created }: CssCluster) => ({
  id,
  name,
  status: '200',
  actions: [],
  actionProgress: {},
  datastore: { type, version: '7.10.2' },
  created,
  updated: created,
  instances: [{ id: `${id}-1`, name: `${name}-ess-1-1`, type: 'ess', status: '200' }],
  enterpriseProjectId: '0',
  tags: [],
  period: false,
});

/** `logs/settings` of a cluster (docs/vendors/huawei-css.md#log-settings). */
export const printLogSettings = ({ id, created, logSwitch }: CssCluster) => ({
  logConfiguration: {
    id,
    clusterId: id,
    obsBucket: 'css-backup-1610678043608',
    agency: 'css_obs_agency',
    updateAt: Date.parse(`${created}Z`),
    basePath: 'css/log',
    autoEnable: logSwitch,
    period: '00:00 GMT+08:00',
    logSwitch,
  },
});
