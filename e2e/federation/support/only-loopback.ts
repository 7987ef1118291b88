import { type ListenOptions, Server } from 'node:net';

// Loaded before a program that would listen on every address.
const { listen } = Server.prototype;

Server.prototype.listen = function (this: Server, options: ListenOptions, done?: () => void) {
  return listen.call(this, { ...options, host: '127.0.0.1' }, done);
} as typeof listen;
