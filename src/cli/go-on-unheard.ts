/**
 * Whoever read what this process prints may have gone (`| head`), and the disk of its log be full: what it says is lost then,
 * and everybody is served on; for processes that serve, since of what only prints nothing must be lost without a word. Left alone, each line that cannot be written is an error that nobody catches, and one more line.
 */
export function goOnUnheard(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
