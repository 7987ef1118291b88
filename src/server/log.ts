/** Takes one event: a flat object that JSON can say. */
export type Log = (line: object) => void;

/** One line of JSON on stderr, with the time. */
export const logToStderr: Log = (line) => {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
};
