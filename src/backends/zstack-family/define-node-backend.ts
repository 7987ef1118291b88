import { endpointUrl, idList } from '../../config/settings.ts';
import { timeZone } from '../../config/time-zone.ts';
import type { NamedDetails } from '../../datasource/contract/backend-definition.ts';
import {
  type Backend,
  type BackendFacts,
  defineBackend,
  sourceSettings,
  type VendorDefinition,
} from '../backend.ts';
import { authConfig, createAuthenticator } from './auth.ts';
import { type Clock, createClock } from './clock.ts';

const settings = sourceSettings(
  { endpoint: endpointUrl, timeZone, auth: authConfig, origins: idList.optional() },
  {
    endpoint: 'address of the management node, without `/zstack/v1`',
    // docs/vendors/zstack.md#times
    timeZone:
      'IANA zone of the management node: its times carry none. A name such as `Asia/Shanghai`; see [time zones](#time-zones)',
    auth: '`{ type: account, account, password }`, `{ type: user, account, user, password }`, `{ type: ldap, uid, password }`, `{ type: virtual-id, name, password }`, `{ type: access-key, id, secret }` or `{ type: forward, header }`',
    origins: {
      default: 'all',
      means: '`zstack`: uuids of scheduler jobs; `zstack-longjob`: of management nodes. Only their jobs',
    },
  },
);

/** People copy more of the address than the node's own. */
const API_PATH = /\/zstack(?:\/v1)?$/;

/** A list of a management node. */
export const defineNodeBackend = (list: {
  readonly name: string;
  readonly facts: BackendFacts;
  readonly namedDetails?: NamedDetails;
  readonly define: (clock: Clock, origins: readonly string[] | undefined) => VendorDefinition;
}): Backend =>
  defineBackend({
    ...list,
    settings,
    hint: ({ endpoint }) =>
      endpoint.endsWith('/v1')
        ? '`endpoint` ends with /v1, which is a part of the API, not of the address: write it without /zstack/v1.'
        : null,
    connect: (source) => {
      const clock = createClock(source.timeZone);
      const endpoint = `${source.endpoint.replace(API_PATH, '')}/zstack`;
      return {
        endpoint,
        authenticator: createAuthenticator(source.auth, endpoint, clock),
        definition: list.define(clock, source.origins),
      };
    },
  });
