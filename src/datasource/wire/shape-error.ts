/** Something has another shape than its backend reads. The message names the place and the kind of the fault, never a value. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}
