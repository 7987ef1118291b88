import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Authenticator } from '../../../src/upstream/auth/authenticator.ts';
import { createBasic, createBearer, createHeaderToken } from '../../../src/upstream/auth/fixed-headers.ts';
import { createForward } from '../../../src/upstream/auth/forward.ts';
import { sourceScope } from '../../support/source-scope.ts';
import { json, upstream } from './support.ts';

const TOKEN = 'MIIFvgYJKoZ/hvcN+QcCoIIFrzCCBasCAQE=';

/** Schemes that any vendor may have. */
const SCHEMES: Readonly<Record<string, Authenticator>> = {
  basic: createBasic({ type: 'basic', user: 'admin', password: TOKEN }),
  bearer: createBearer({ type: 'bearer', token: TOKEN }),
  'a token in a header': createHeaderToken({ header: 'x-api-key', token: TOKEN }),
  'the caller’s own': createForward({ type: 'forward', header: 'authorization' }),
};

for (const [name, authenticator] of Object.entries(SCHEMES))
  test(`a vendor that repeats its headers tells nothing of a credential of the scheme: ${name}`, async () => {
    await using vendor = await upstream(
      (request, response) => {
        const { authorization = '', 'x-api-key': key = '' } = request.headers;
        const decoded = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString();
        json(response, { sent: [authorization, key, decoded, { [`got ${key}`]: TOKEN.slice(0, 9) }] });
      },
      { authenticator },
    );
    const scope = sourceScope({ headers: { authorization: `Bearer ${TOKEN}` } });
    const told = JSON.stringify(await vendor.ask(scope));
    assert.match(told, /\*\*\*/);
    assert.doesNotMatch(told, /MIIFvgYJ|CAQE|hvcN|SUlGdmdZ/);
  });
