/**
 * Mode, or trait that occurs in modes → what fails. The run of every day leaves these modes out; whoever mends a fault takes
 * its line out.
 */
export const KNOWN_FAULTS: Readonly<Record<string, string>> = {
  'many lists + vendors are slow': 'on a busy machine a walk takes minutes, page after page at its deadline',
  'a thousand lists':
    'a walk takes a minute on a busy machine; with counts its first page sends more requests than an operation may',
};
