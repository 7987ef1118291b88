import type { RequestContext } from '../context.ts';
import type { NamedDetails } from '../datasource/contract/backend-definition.ts';
import type { Json } from '../model/job.ts';
import { loadName } from './look-ups.ts';

type Details = Readonly<Record<string, Json>>;
type NameResolver = (details: Details, _: unknown, context: RequestContext) => Promise<string | null> | null;

/** Resolvers for fields of a vendor's details that are names: the row only has an id, the name is looked up in bulk. */
export function namedDetailResolvers({ fields }: NamedDetails): Record<string, NameResolver> {
  return Object.fromEntries(
    Object.entries(fields).map(([field, { lookup, idField }]): [string, NameResolver] => [
      field,
      (details, _, context) => {
        const [id, sourceId] = [details[idField], details['sourceId']];
        return typeof id === 'string' && typeof sourceId === 'string'
          ? loadName(context, sourceId, lookup, id)
          : null;
      },
    ]),
  );
}
