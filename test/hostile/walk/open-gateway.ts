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
  readonly url: () => string;
  /** What was logged: errors that nobody threw on purpose. */
  readonly log: readonly object[];
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const HUAWEI = { projectId: PROJECT, auth: { type: 'token', token: 'made-up-token' } };
const ZSTACK = {
  auth: { type: 'account', account: 'admin', password: 'made-up-password' },
};

const schema = executableSchema();

/** The whole gateway on loopback, in front of a scenario's vendors. */
export async function openGateway(
  { sources, settings, server }: Scenario,
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

  let running = await open();
  return {
    url: () => running.url,
    log,
    restart: async () => {
      await running.close();
      running = await open();
    },
    close: () => running.close(),
  };
}
