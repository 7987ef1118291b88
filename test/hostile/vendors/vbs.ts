import { VOCABULARIES } from '../world/vocabulary.ts';
import { numberOf, PROJECT, type Speech, segmentsOf } from './speech.ts';
import { spellRow } from './spell-row.ts';

const { statuses } = VOCABULARIES['huawei-vbs'];

/** Sorted upon request, by offset or behind a marker. */
export const speakVbs: Speech = (source, request, cut) => {
  const segments = segmentsOf(request.path, `/v2/${PROJECT}/backuppolicy`);
  if (segments === null) return null;
  const [id] = segments;
  if (id === undefined) {
    const backup_policies = [...source.lists.keys()].map((list) => ({
      backup_policy_id: list,
      backup_policy_name: `policy ${list}`,
    }));
    return { about: 'discovery', list: null, reply: () => ({ body: { backup_policies } }) };
  }
  const list = source.lists.get(id);
  return {
    about: 'jobs',
    list: id,
    reply: () => {
      if (list === undefined)
        return { status: 404, body: { error: { code: 'AutoBackup.1100', message: 'no such policy' } } };
      const { query } = request;
      const rows = cut
        .byTime([list], query.get('sort_dir') === 'asc' ? 'up' : 'down')
        .filter(({ status }) => !query.has('status') || statuses[status] === query.get('status'))
        .filter((row) => !query.has('job_id') || row.id === query.get('job_id'));
      const marker = query.get('marker');
      const at = rows.findIndex((row) => row.id === marker);
      if (marker !== null && at < 0 && source.plan.goneMarker === 'refuse')
        return { status: 404, body: { itemNotFound: { message: 'no such marker', code: 404 } } };
      const next = at < 0 ? rows.length : at + (source.plan.isMarkerInclusive ? 0 : 1);
      const from = marker === null ? numberOf(request, 'offset', 0) : next;
      const page = cut.page(rows, from, numberOf(request, 'limit', 20), id);
      const tasks = page.map((row) =>
        spellRow(
          row,
          {
            job_id: row.id,
            status: statuses[row.status],
            created_at: row.time === null ? undefined : new Date(row.time).toISOString().replace('Z', ''),
            backup_name: `autobk_${row.id}`,
            resource_id: row.resource ?? undefined,
            resource_type: 'volume',
            ...(row.status === 'FAILED' || source.plan.contradicts
              ? { error_code: 'VBS.0001', fail_reason: 'no space is left' }
              : {}),
          },
          'job_id',
          'created_at',
        ),
      );
      return { body: { tasks, count: cut.total(rows.length, page.length) } };
    },
  };
};
