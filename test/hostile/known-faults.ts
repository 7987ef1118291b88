/**
 * Mode, or trait that occurs in modes → what fails. The run of every day leaves these modes out; whoever mends a fault takes
 * its line out.
 */
export const KNOWN_FAULTS: Readonly<Record<string, string>> = {};
