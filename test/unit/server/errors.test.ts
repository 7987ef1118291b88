import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphQLError } from 'graphql';
import { ask } from './ask.ts';
import { tinyGateway } from './tiny-gateway.ts';

test('a reported failure stands beside the data', async () => {
  const { server, lines } = tinyGateway();
  const { data, errors, status } = await ask(server, '{ list }');
  assert.equal(status, 200);
  assert.deepEqual(data, { list: ['a', 'b'] });
  assert.deepEqual(errors, [
    {
      message: 'slow down',
      path: ['list'],
      extensions: { code: 'UPSTREAM_RATE_LIMITED', source: 'dc1', retryable: true, upstreamStatus: 429 },
    },
  ]);
  assert.deepEqual(lines, []);
});

test('reported failures of one request are not seen by the next', async () => {
  const { server } = tinyGateway();
  await ask(server, '{ list }');
  assert.equal((await ask(server, '{ hello }')).errors, undefined);
});

test('a failure of a source, thrown, keeps its code and its place', async () => {
  const { server, lines } = tinyGateway();
  const { data, errors, status } = await ask(server, '{ hello sourceDown }');
  assert.equal(status, 200);
  assert.deepEqual(data, { hello: 'Hello world', sourceDown: null });
  assert.equal(errors?.length, 1);
  assert.deepEqual(errors[0]?.path, ['sourceDown']);
  assert.deepEqual(errors[0]?.extensions, {
    code: 'UPSTREAM_RATE_LIMITED',
    retryable: true,
    upstreamStatus: 429,
  });
  assert.deepEqual(lines, []);
});

test('an error with a code of the list reaches the client', async () => {
  const { server, lines } = tinyGateway();
  const { errors } = await ask(server, '{ onPurpose }');
  assert.equal(errors?.[0]?.message, 'no such job');
  assert.deepEqual(errors?.[0]?.extensions, { code: 'NOT_FOUND' });
  assert.deepEqual(lines, []);
});

test('what is no number is null where a number is due, and told to the log without its value', async () => {
  const { server, lines } = tinyGateway();
  const { data, errors, text } = await ask(server, '{ hello notANumber }');
  assert.deepEqual(data, { hello: 'Hello world', notANumber: null });
  assert.equal(errors, undefined);
  assert.doesNotMatch(text, /secret words/);
  assert.deepEqual(lines, [{ level: 'error', event: 'unprintable-value', field: 'Query.notANumber' }]);
});

for (const field of ['bug', 'withoutCode', 'unknownCode']) {
  test(`${field} is masked for the client and told to the log`, async () => {
    const { server, lines } = tinyGateway();
    const { data, errors, text } = await ask(server, `{ hello ${field} }`);
    assert.deepEqual(data, { hello: 'Hello world', [field]: null });
    assert.deepEqual(
      errors?.map((error) => error.extensions),
      [{ code: 'INTERNAL_SERVER_ERROR' }],
    );
    assert.deepEqual(errors?.[0]?.path, [field]);
    assert.doesNotMatch(text, /10\.0\.0\.5|s3cret|half a thought|of nobody|secret words/);
    assert.equal(lines.length, 1);
  });
}

test('the log has the stack and the place of a bug, and no secret', async () => {
  const { server, lines } = tinyGateway();
  await ask(server, '{ bug }');
  const line = JSON.stringify(lines);
  assert.match(line, /TypeError: .*tiny-gateway\.ts:\d+/);
  assert.match(line, /"path":"bug"/);
  assert.doesNotMatch(line, /10\.0\.0\.5|s3cret/);
});

test('a context that cannot be made is masked, with HTTP 500', async () => {
  const { server, lines } = tinyGateway({
    context: () => {
      throw new Error('s3cret');
    },
  });
  const { errors, status, text } = await ask(server, '{ hello }');
  assert.equal(status, 500);
  assert.deepEqual(errors?.[0]?.extensions, { code: 'INTERNAL_SERVER_ERROR' });
  assert.doesNotMatch(text, /s3cret/);
  assert.equal(lines.length, 1);
});

test('a caller who is refused by the context is told so', async () => {
  const refused = new GraphQLError('sign in first', {
    extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
  });
  const { server, lines } = tinyGateway({
    context: () => {
      throw refused;
    },
  });
  const { errors, status } = await ask(server, '{ hello }');
  assert.equal(status, 401);
  assert.deepEqual(errors?.[0]?.extensions, { code: 'UNAUTHENTICATED' });
  assert.deepEqual(lines, []);
});

const WRONG_REQUESTS: Readonly<Record<string, readonly [query: string, variables: object, code: string]>> = {
  'a document that cannot be parsed': ['{ hello', {}, 'GRAPHQL_PARSE_FAILED'],
  'a field that is not there': ['{ nothing }', {}, 'GRAPHQL_VALIDATION_FAILED'],
  'a variable of another type': ['query Q($n: String) { hello(name: $n) }', { n: 7 }, 'BAD_USER_INPUT'],
};

for (const [what, [query, variables, code]] of Object.entries(WRONG_REQUESTS)) {
  test(`${what} is the caller’s: ${code}`, async () => {
    const { server, lines } = tinyGateway();
    const { errors, status } = await ask(server, query, variables);
    assert.deepEqual(errors?.[0]?.extensions, { code });
    assert.equal(status, 400);
    assert.deepEqual(lines, []);
  });
}
