import { createContext } from '../../../src/context.ts';
import { createGateway } from '../../../src/create-gateway.ts';
import { createServer } from '../../../src/server.ts';
import { listen } from '../../servers/http/listen.ts';
import { configOf } from '../../support/config-of.ts';
import { executableSchema } from '../../support/create-test-gateway.ts';
import { errorObserver } from '../../support/error-observer.ts';
import type { Scenario } from '../scenario.ts';
import { PROJECT } from '../vendors/speech.ts';
import type { HostileVendor } from '../vendors/start-vendor.ts';

export interface RunningGateway {
  /** Of the one whose turn it is. */
  readonly url: () => string;
  /** What was logged: errors that nobody threw on purpose. */
  readonly log: readonly object[];
  /** When nothing is asked. */
  readonly restart: () => Promise<void>;
  /** At once: what is being answered is cut off. */
  readonly crash: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const HUAWEI = { projectId: PROJECT, auth: { type: 'token', token: 'made-up-token' } };
const ZSTACK = {
  auth: { type: 'account', account: 'admin', password: 'made-up-password' },
};

const schema = executableSchema();

/** The whole gateway on loopback, or several alike, in front of a scenario's vendors. */
export async function openGateway(
  { sources, settings, server, gateways }: Scenario,
  vendors: readonly HostileVendor[],
): Promise<RunningGateway> {
  const entries = sources.map(({ style, zone }, s) => ({
    id: `s${s}`,
    backend: style,
    settings: { endpoint: vendors[s]?.url, ...(style === 'zstack' ? { ...ZSTACK, timeZone: zone } : HUAWEI) },
  }));
  const config = configOf(entries, settings, { cursorKey: 'the same key after a restart', ...server });
  const log: object[] = [];

  async function open() {
    const gateway = createGateway(config);
    const http = createServer({
      schema,
      context: (asked) => createContext(gateway, asked),
      version: '0.0.0',
      observer: errorObserver(log),
    });
    const listening = await listen(http);
    const close = async (): Promise<void> => {
      await listening.close();
      await http.dispose();
      await gateway.close();
    };
    return { url: listening.url, close };
  }

  const openAll = () => Promise.all(Array.from({ length: gateways }, open));
  let running = await openAll();
  let asked = 0;
  /** The end of gateways that nobody reaches any more. */
  const closing: Promise<unknown>[] = [];
  const closeAll = (): Promise<unknown> => Promise.all(running.map(({ close }) => close()));
  return {
    url: () => {
      asked += 1;
      return running[asked % running.length]?.url ?? '';
    },
    log,
    restart: async () => {
      await closeAll();
      running = await openAll();
    },
    crash: async () => {
      closing.push(closeAll());
      running = await openAll();
    },
    close: async () => {
      await Promise.all([closeAll(), ...closing]);
    },
  };
}
