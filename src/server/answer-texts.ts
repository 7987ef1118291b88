import { WrittenData } from '../execution/written-data.ts';

/** Texts of results that have been written already, so that none is written twice. */
const texts = new WeakMap<object, string>();

/** A result as JSON. */
export function textOf(result: object): string {
  const known = texts.get(result);
  if (known !== undefined) return known;
  const text = isWrittenDataAlone(result) ? `{"data":${result.data.json}}` : JSON.stringify(result);
  texts.set(result, text);
  return text;
}

function isWrittenDataAlone(result: object): result is { readonly data: WrittenData } {
  for (const key in result) if (key !== 'data') return false;
  return 'data' in result && result.data instanceof WrittenData;
}
