import type { JobDetails } from '../generated/resolvers.ts';

/** A vendor's own fields as the schema has them: a name that the schema does not know is refused by the compiler. */
export type VendorDetails<Type extends JobDetails = JobDetails> = Type extends unknown
  ? Type & { readonly __typename: NonNullable<Type['__typename']> }
  : never;
