import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { z } from 'zod';
import {
  endpointUrl,
  host,
  idList,
  milliseconds,
  port,
  projectId,
  region,
  secret,
} from '../../../src/config/settings.ts';

const messages = (schema: z.ZodType, value: unknown): string =>
  (schema.safeParse(value).error?.issues ?? []).map((issue) => issue.message).join('\n');

const accepts = (schema: z.ZodType, values: readonly unknown[]) => {
  for (const value of values) assert.equal(messages(schema, value), '', JSON.stringify(value));
};

const refuses = (schema: z.ZodType, values: readonly unknown[], message: RegExp) => {
  for (const value of values) assert.match(messages(schema, value), message, JSON.stringify(value));
};

describe('settings', () => {
  it('endpointUrl', () => {
    accepts(endpointUrl, ['http://a', 'HTTPS://a.example.com:8443/base', 'http://[::1]:80']);
    refuses(
      endpointUrl,
      [
        '',
        'a',
        'ftp://a',
        'http:/a',
        'http://',
        'http:///a',
        'http://a b',
        ' http://a',
        'http://a:99999',
        'http://a\\b',
      ],
      /^must be an http or https URL/,
    );
    refuses(endpointUrl, ['http://u:p@a', 'http://u@a'], /^must hold no user name and password/);
    refuses(endpointUrl, ['http://a?', 'http://a/?b=c'], /^must hold no query/);
    refuses(endpointUrl, ['http://a#', 'http://a/#b'], /^must hold no fragment/);
    assert.equal(endpointUrl.parse('http://a/base//'), 'http://a/base');
    assert.equal(endpointUrl.parse('http://a/'), 'http://a');
  });

  it('ids', () => {
    accepts(projectId, ['0605767d3c80d4762fd2c0187a1b2c3d', 'p']);
    refuses(projectId, ['', 'a/b', 'a b', '..', 'x'.repeat(65)], /^must be a project id/);
    accepts(region, ['cn-north-4']);
    refuses(region, ['', 'CN', 'a.b', '-a'], /^must be a region/);
    accepts(idList, [['a', 'b:1']]);
    refuses(idList, [[]], /^is an empty list; name at least one id/);
    refuses(idList, [['a', 'a']], /^names an id twice/);
    refuses(idList, [['a/b'], ['']], /^must be an id without/);
  });

  it('addresses, numbers, secrets', () => {
    accepts(host, ['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost', 'a.example.com']);
    refuses(host, ['', 'a b', 'http://a', 'a:80', '[::1]', '-a'], /^must be a host name or an IP address/);
    accepts(port, [0, 65_535]);
    refuses(port, [-1, 65_536, 1.5, '80'], /./);
    accepts(milliseconds(1, 10), [1, 10]);
    refuses(milliseconds(1, 10), [0, 11], /./);
    refuses(secret, [''], /./);
  });
});
