import { nativeIdOf, originIdOf, originOfId } from '../world/ids.ts';
import { type Run, runsFrom } from '../world/run.ts';
import { WORDS } from '../world/words.ts';
import { type Stream, streamsOf } from '../world/world.ts';
import { numberOf, type SimulatorFactory } from './simulator.ts';

const printCluster = (stream: Stream) => ({
  id: originIdOf(stream),
  name: `search-${stream.origin}`,
  status: '200',
  datastore: { type: 'elasticsearch', version: '7.10.2' },
  created: '2025-01-01T00:00:00',
});

const printRecord = (run: Run) => ({
  id: `log-${nativeIdOf(run)}`,
  clusterId: originIdOf(run.stream),
  createAt: run.createdAt,
  logPath: 'css-backup-1610678043608/css/log',
  status: WORDS['huawei-css'][run.outcome],
  finishedAt: run.finishedAt,
  jobTypes: 'Auto',
  failedMsg: run.outcome === 'FAILED' ? 'The OBS bucket cannot be written to.' : null,
  jobId: nativeIdOf(run),
});

/** `/v1.0/{project}/clusters[/{id}/logs/settings|records]`; rows count from 1 (docs/vendors/huawei-css.md). */
export const huaweiCss: SimulatorFactory = (world) => {
  const streams = streamsOf(world).filter(({ vendor }) => vendor === 'huawei-css');
  return ({ segments: [, , , id, , list], query }) => {
    const start = numberOf(query, 'offset', 1) - 1;
    const limit = numberOf(query, 'limit', 10);
    if (id === undefined)
      return { totalSize: streams.length, clusters: streams.slice(start, start + limit).map(printCluster) };
    const stream = streams[originOfId(id)];
    if (stream === undefined) return undefined;
    if (list === 'settings') return { logConfiguration: { clusterId: id, logSwitch: true } };
    return { clusterLogRecord: runsFrom(stream, start, limit).map(printRecord), totalSize: stream.rows };
  };
};
