import { VOCABULARIES } from '../world/vocabulary.ts';
import { type Asked, numberOf, PROJECT, type Speech, segmentsOf } from './speech.ts';
import { spellRow } from './spell-row.ts';

const { statuses, maxPage } = VOCABULARIES['huawei-workspace'];

/** Offsets from 0, newest first, `count` and `items`. */
export const speakWorkspace: Speech = (source, request, cut) => {
  const segments = segmentsOf(request.path, `/v1/${PROJECT}/schedule-task`);
  if (segments === null) return null;
  const [offset, limit] = [numberOf(request, 'offset', 0), numberOf(request, 'limit', 10)];
  const refusal = {
    status: 400,
    body: { error_code: 'WKS.00169901', error_msg: 'The request message is invalid.' },
  };
  const isBad = !(limit >= 1 && limit <= maxPage && offset >= 0);
  const answer = (rows: readonly unknown[], list: string): { body: unknown } => {
    const items = cut.page(rows, offset, limit, list);
    return { body: { count: cut.total(rows.length, items.length), items } };
  };
  const [id, what] = segments;
  if (id === undefined) {
    const lists = [...source.lists.keys()].map((list) => ({ id: list, task_name: `task ${list}` }));
    return { about: 'discovery', list: null, reply: () => (isBad ? refusal : answer(lists, '')) };
  }
  if (what !== 'execute-history')
    return { about: 'other', list: id, reply: () => ({ body: { count: 0, items: [] } }) };
  const list = source.lists.get(id);
  const asked = (reply: Asked['reply']): Asked => ({ about: 'jobs', list: id, reply });
  if (list === undefined)
    return asked(() => ({ status: 404, body: { error_code: 'WKS.00000404', error_msg: 'no such task' } }));
  return asked(() => {
    if (isBad) return refusal;
    const rows = cut.byTime([list], 'down').map((row) =>
      spellRow(
        row,
        {
          id: row.id,
          task_id: id,
          task_type: row.kind,
          status: statuses[row.status],
          create_time: row.time === null ? null : new Date(row.time).toISOString(),
          begin_time:
            row.time === null || (row.status === 'QUEUED' && !source.plan.contradicts)
              ? null
              : new Date(row.time).toISOString(),
        },
        'id',
        'create_time',
      ),
    );
    return answer(rows, id);
  });
};
