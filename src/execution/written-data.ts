import { parseJson } from '../model/exact-json.ts';

/** The data of an answer, written already; who looks for an object finds none, and who writes it as JSON gets it whole. */
export class WrittenData {
  readonly [field: string]: unknown;
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }

  toJSON(): unknown {
    return parseJson(this.json);
  }
}
