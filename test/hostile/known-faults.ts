/**
 * Mode, or trait that occurs in modes → what fails. The run of every day leaves these modes out; whoever mends a fault takes
 * its line out.
 */
export const KNOWN_FAULTS: Readonly<Record<string, string>> = {
  'cursors of any edge': 'a cursor from the midst of a page costs a search in each list',
  'both cursors':
    'a part between two cursors never ends, and then has pages without rows and without a cursor',
  'both cursors and counts': 'a page between two cursors counts a part of the list, and calls it exact',
  'a rare status': 'a lower bound of the count shrinks from page to page',
  'a rare kind': 'a source is asked whose rows never have a kind',
  'a kind that nobody has': 'a source is asked whose rows never have a kind',
  'a field that a vendor never has': 'a source is asked whose rows never have the field',
  'a phase': 'a lower bound of the count shrinks from page to page',
  'a window of time': 'a lower bound of the count shrinks from page to page',
  'a small budget for scans': 'a lower bound of the count shrinks from page to page',
  'one inversion + cursors of any edge': 'rows are lost',
  'rows without a time': 'rows without a time are lost where the vendor compares as SQL does',
  'pages cut at 10, no total':
    'a page of 10 rows is taken for the end of its list: the rest is lost, and nothing said',
  'pages cut, a total': 'a page that the vendor cut is taken for the end of its list',
  'one page cut short': 'one short page is taken for the end of its list, or makes all later pages as short',
  'one page of a single row': 'a page of one row ends its list, or is taken for disorder',
  'the count is the page’s': 'a count of the page is given out as that of the list, as exact',
  'the count is zero': 'a lower bound of the count shrinks from page to page',
  'many lists': 'a page fills its own queue, fails by that, and the walk never ends',
  'a list is found in the midst': 'rows of the list that stand before the cursor are lost, and nothing said',
  'a blip': 'empty pages that have a next one, with the same cursor',
  'blips of several': 'empty pages that have a next one; cursors of one place differ',
  'a blip of one list': 'empty pages that have a next one, with the same cursor',
  'garbage for a while': 'empty pages that have a next one, with the same cursor',
  'haste is refused': 'empty pages that have a next one, with the same cursor',
  'a source dies': 'the walk never ends',
  'garbage to the end': 'the walk never ends',
  'a list dies': 'the walk never ends',
  'a source is dead': 'the walk never ends',
  'all are dead': 'the walk never ends',
  'the breaker is open': 'empty pages that have a next one, with the same cursor',
  'a source is slow for a while': 'empty pages that have a next one, with the same cursor',
};
