/** Why the process cannot start, in lines for a person. It ends with exit code 2. */
export class StartFault extends Error {
  override readonly name = 'StartFault';
}
