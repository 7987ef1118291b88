import type { SourceError } from '../../model/source-error.ts';

/** The failure of one source as that of another one, which met the same. */
export const retold = (error: SourceError, from: string, to: string): SourceError =>
  from === to ? error : error.reworded(error.message.replaceAll(`Source "${from}"`, `Source "${to}"`));
