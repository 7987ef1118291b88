import { VOCABULARIES } from '../world/vocabulary.ts';
import { numberOf, PROJECT, type Speech, segmentsOf } from './speech.ts';
import { spellRow } from './spell-row.ts';

const { statuses } = VOCABULARIES['huawei-css'];

/** Rows from 1, as `start` or `offset`; `totalSize` only in newer versions. */
export const speakCss: Speech = (source, request, cut) => {
  const segments = segmentsOf(request.path, `/v1.0/${PROJECT}/clusters`);
  if (segments === null) return null;
  const from = numberOf(request, 'offset', numberOf(request, 'start', 1)) - 1;
  const limit = numberOf(request, 'limit', 10);
  const answer = (key: string, rows: readonly unknown[], list: string): { body: unknown } => {
    const page = cut.page(rows, Math.max(0, from), limit, list);
    return { body: { [key]: page, totalSize: cut.total(rows.length, page.length) } };
  };
  const [id, , what] = segments;
  if (id === undefined) {
    const clusters = [...source.lists.keys()].map((list) => ({ id: list, name: `cluster ${list}` }));
    return { about: 'discovery', list: null, reply: () => answer('clusters', clusters, '') };
  }
  const list = source.lists.get(id);
  const gone = { status: 403, body: { errCode: 'CSS.0015', externalMessage: 'No resources are found.' } };
  if (what === 'settings') {
    const settings = { body: { logConfiguration: { logSwitch: true } } };
    return { about: 'discovery', list: id, reply: () => (list === undefined ? gone : settings) };
  }
  return {
    about: 'jobs',
    list: id,
    reply: () => {
      if (list === undefined) return gone;
      const wanted = request.query.get('status') ?? '';
      const rows = cut
        .byTime([list], 'down')
        .filter(({ status }) => wanted === '' || (status === 'FAILED') === (wanted === 'FAIL'))
        .map((row) =>
          spellRow(
            row,
            {
              id: `record-${row.id}`,
              jobId: row.id,
              clusterId: id,
              createAt: row.time,
              status: statuses[row.status],
              jobTypes: row.kind,
              failedMsg: row.status === 'FAILED' || source.plan.contradicts ? 'no space is left' : undefined,
            },
            'jobId',
            'createAt',
          ),
        );
      return answer('clusterLogRecord', rows, id);
    },
  };
};
