/**
 * Mode, or trait that occurs in modes → what fails. The run of every day leaves these modes out; whoever mends a fault takes
 * its line out.
 */
export const KNOWN_FAULTS: Readonly<Record<string, string>> = {
  'vendors are slow': 'on a busy machine a deadline of 400 ms passes though the vendors answer in time',
  'many lists + vendors are slow': 'the same; the walk ends with all rows',
  'a thousand lists': 'on a busy machine the deadline of 8 s passes; the walk ends with all rows',
};
