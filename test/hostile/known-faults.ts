/**
 * Mode, or trait that occurs in modes → what fails. The run of every day leaves these modes out; whoever mends a fault takes
 * its line out.
 */
export const KNOWN_FAULTS: Readonly<Record<string, string>> = {
  'vendors are slow': 'on a busy machine a deadline of 400 ms passes though the vendors answer in time',
  'many lists + vendors are slow': 'the same; the walk ends with all rows',
  'a thousand lists': 'on a busy machine the deadline of 8 s passes; the walk ends with all rows',
  'each page twice':
    'whether a vendor’s counts can be relied upon is learnt with the first answer, and tells in the cursors of the second',
  'blips of several + each page twice':
    'how far a page waits for a source that fails depends on the time: its cursors differ in what they know of it',
  'a source dies + each page twice': 'the same',
  'each page twice + one inversion':
    'at the moment when disorder is noticed: what was learnt of the list is in the second page’s cursors, and not in the first’s',
};
