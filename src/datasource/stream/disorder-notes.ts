import { SourceError } from '../../model/source-error.ts';
import type { BackendDefinition } from '../contract/backend-definition.ts';
import type { Note } from '../contract/note.ts';

const odd = (message: string): Note => ({
  error: new SourceError({ code: 'UPSTREAM_BAD_RESPONSE', message, retryable: false }),
  losesRows: false,
});

const notesOn = (order: string) => ({
  whole: odd(`The vendor’s list is not ${order}; it was read whole and sorted here.`),
  further: odd(`The vendor’s list is not quite ${order}; it was read further and sorted here.`),
});

/** What is said of a list out of order: an order that was asked for is promised, a vendor's only one may be a guess. */
const NOTES = {
  asked: notesOn('in the order that was asked for'),
  only: notesOn('newest first, as it was taken to be'),
};

export const disorderNotes = ({ jobs }: BackendDefinition): (typeof NOTES)[keyof typeof NOTES] =>
  NOTES[jobs.kind === 'paged' && jobs.order !== 'newest-first' ? 'asked' : 'only'];
