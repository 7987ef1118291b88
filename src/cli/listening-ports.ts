import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** As the kernel writes that a socket listens. */
const LISTENS = '0A';
const SOCKET = /^socket:\[(\d+)\]$/;

/** The TCP ports on which a process of this machine listens. Throws where it may not be looked at. */
export function listeningPorts(pid: number): number[] {
  const sockets = new Set(readdirSync(`/proc/${pid}/fd`).map((fd) => socketAt(`/proc/${pid}/fd/${fd}`)));
  const ports = ['tcp', 'tcp6']
    .flatMap((kind) => linesOf(`/proc/${pid}/net/${kind}`))
    .flatMap((line) => {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
      return state === LISTENS && sockets.has(inode) ? [Number.parseInt(local.slice(-4), 16)] : [];
    });
  return [...new Set(ports)];
}

/** Its number; `undefined`: it is no socket, or was closed just now. */
function socketAt(path: string): string | undefined {
  try {
    return SOCKET.exec(readlinkSync(path))?.[1];
  } catch {
    return undefined;
  }
}

/** Without its head; none where there is no such protocol. */
function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(1, -1);
  } catch {
    return [];
  }
}
