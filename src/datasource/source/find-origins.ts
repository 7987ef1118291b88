import type { Origin } from '../../model/job.ts';
import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { BackendDefinition, OriginFields, StreamSpec } from '../contract/backend-definition.ts';
import type { Transport } from '../contract/transport.ts';
import { readList } from '../paging/vendor-reader.ts';
import { canBeOrigin } from './can-be-job.ts';
import { findNamed } from './find-named.ts';
import type { JobSource } from './job-source.ts';

export interface OriginFinderOptions {
  readonly sourceId: string;
  readonly definition: BackendDefinition;
  readonly transport: Transport;
  /** The lists that the source consists of. */
  readonly streamsOf: (scope: SourceScope) => Promise<readonly StreamSpec[]>;
}

/** What jobs hang under, and what else they refer to by an id alone. Throws `SourceError`. */
export interface OriginFinder {
  readonly list: JobSource['listOrigins'];
  readonly find: JobSource['findOrigins'];
  readonly names: JobSource['findNames'];
}

/** Asks for origins where the vendor lists them by themselves; else they are what the streams of the source belong to. */
export function createOriginFinder(options: OriginFinderOptions): OriginFinder {
  const { sourceId, definition, transport, streamsOf } = options;

  const toOrigin = ({ nativeId, name, kind = definition.originKind }: OriginFields): Origin => ({
    sourceId,
    kind,
    nativeId,
    name,
  });

  async function list(scope: SourceScope): Promise<readonly Origin[]> {
    const { origins } = definition;
    const found =
      origins === undefined
        ? originsOf(await streamsOf(scope))
        : await readList(transport, origins, scope, () => undefined);
    return found.map(toOrigin);
  }

  async function look(
    lookup: string,
    ids: readonly string[],
    scope: SourceScope,
  ): Promise<readonly (OriginFields | null | SourceError)[]> {
    const declared = definition.names?.[lookup];
    if (declared !== undefined) return findNamed(transport, declared, ids, scope);
    const known = new Map((await list(scope)).map((origin) => [origin.nativeId, origin]));
    return ids.map((id) => known.get(id) ?? null);
  }

  return {
    list,
    find: async (ids, scope) => {
      const asked = ids.filter((id) => canBeOrigin(definition, id));
      const answers = asked.length === 0 ? [] : await look('origin', asked, scope);
      const found = new Map(asked.map((id, i) => [id, answers[i] ?? null]));
      return ids.map((id) => {
        const answer = found.get(id) ?? null;
        return answer === null || answer instanceof SourceError ? answer : toOrigin(answer);
      });
    },
    names: async (lookup, ids, scope) => (await look(lookup, ids, scope)).map(nameOf),
  };
}

const nameOf = (found: OriginFields | null | SourceError): string | null | SourceError =>
  found instanceof SourceError ? found : (found?.name ?? null);

/** Each once, however many streams belong to it. */
function originsOf(streams: readonly StreamSpec[]): OriginFields[] {
  const origins = streams.flatMap(({ origin }) => (origin === null ? [] : [origin]));
  return [...new Map(origins.map((origin) => [origin.nativeId, origin])).values()];
}
