import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { buildASTSchema, Kind, parse, printSchema, visit } from 'graphql';
import { backends } from '../../src/backends/index.ts';
import { readSdl } from '../../src/server/read-sdl.ts';
import { ARROWS, INNER_ARROWS } from '../support/arrows.ts';

/** Package → the only rooms that may import it. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  undici: ['upstream'],
  dataloader: ['loaders'],
  jose: ['access'],
  yaml: ['config', 'cli'],
  'graphql-yoga': ['server'],
  '@graphql-tools/executor': ['server'],
  '@graphql-tools/utils': ['server'],
  'prom-client': ['observe'],
  pino: ['observe'],
  '@opentelemetry/api': ['observe'],
  '@opentelemetry/sdk-trace-base': ['observe'],
  'lru-cache': ['connection', 'datasource', 'server', 'upstream'],
  '@graphql-yoga/render-graphiql': ['server'],
  '@graphql-tools/schema': ['create-schema'],
  graphql: [
    'cli',
    'context',
    'create-schema',
    'execution',
    'federation',
    'generated',
    'limits',
    'resolvers',
    'server',
  ],
};

/** What a room in `src/backends` may import of its neighbours: the room that its family shares. */
const FAMILY_ROOMS: readonly string[] = ['huawei-family', 'zstack-family'];

/** Of every room, which has no others. */
const FIXED_FILES: readonly string[] = ['index.ts', 'status.ts', 'wire.ts'];

/** Rooms with a folder beside them, and why. */
const MORE_FOLDERS: Readonly<Record<string, string>> = {
  'huawei-servicestage/apis': 'the vendor has two APIs, and neither lists jobs',
};

/** The only files that name every vendor. */
const REGISTRIES: readonly string[] = ['src/backends/index.ts', 'src/simulator/registry.ts'];

/** Shared files in which a vendor's name may stand, and why. */
const NAMES_VENDORS: Readonly<Record<string, string>> = {
  'src/secrets/hide-credentials.ts': 'the name of an authorization scheme, whose credential must not leave',
};

/** Words of vendors' names that mean something else too. */
const COMMON_WORDS: readonly string[] = ['workspace'];

const LONGEST_FILE = 300;

/** Files over the limit, and why. */
const LONG_FILES: Readonly<Record<string, string>> = {
  'src/generated/resolvers.ts': 'generated',
};

const ROOT = join(import.meta.dirname, '../..');
const SOURCES = globSync('src/**/*.ts', { cwd: ROOT }).sort();
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const isShared = (file: string): boolean => !/^src\/(backends|simulator|generated)\//.test(file);

/** Every quoted path to a file: no way of importing one gets past this. */
const importsOf = (file: string): string[] =>
  [...textOf(file).matchAll(/['"`](\.\.?\/[^'"`\n]+\.(?:ts|js|json))['"`]/g)].map(([, path = '']) =>
    normalize(join(dirname(file), path)),
  );

const packagesOf = (file: string): string[] =>
  [...textOf(file).matchAll(/(?:from|import)\s*\(?\s*'((?:@[\w-]+\/)?[a-z][\w-]*)(?:\/[^']*)?'/g)].map(
    ([, name = '']) => name,
  );

const roomOf = (file: string): string => (file.split('/')[1] ?? '').replace(/\.ts$/, '');

/** `datasource/paging` of `src/datasource/paging/ranks.ts`, `upstream/policy` of `src/upstream/policy.ts`. */
const partOf = (file: string): string => file.split('/').slice(1, 3).join('/').replace(/\.ts$/, '');

/** `null`: right under `src/backends`. */
const backendOf = (file: string): string | null => /^src\/backends\/([^/]+)\//.exec(file)?.[1] ?? null;

const IMPORTS = new Map(SOURCES.map((file) => [file, importsOf(file)]));
const ARROWS_DRAWN = [...IMPORTS].flatMap(([from, targets]) => targets.map((to) => ({ from, to })));
const show = ({ from, to }: { from: string; to: string }): string => `${from} imports ${to}`;
const none = (breaches: readonly string[]): void => assert.deepEqual(breaches, []);

const ROOMS = [
  ...new Set(SOURCES.map(backendOf).filter((room) => room !== null && !FAMILY_ROOMS.includes(room))),
].map(String);

test('the reading of imports finds them, and what it finds is there', () => {
  const known = new Set([...SOURCES, 'package.json']);
  assert(ARROWS_DRAWN.length > SOURCES.length);
  none(ARROWS_DRAWN.filter(({ to }) => !known.has(to)).map(show));
});

test('every room is declared, and no room that is declared has gone', () => {
  assert.deepEqual([...new Set(SOURCES.map(roomOf))].sort(), Object.keys(ARROWS).sort());
});

test('imports run one way', () => {
  const isBreach = ({ from, to }: { from: string; to: string }): boolean =>
    to.startsWith('src/') && roomOf(from) !== roomOf(to) && !ARROWS[roomOf(from)]?.includes(roomOf(to));
  none(ARROWS_DRAWN.filter(isBreach).map(show));
});

test('every arrow that is declared is drawn', () => {
  const drawn = new Set(ARROWS_DRAWN.map(({ from, to }) => `${roomOf(from)} → ${roomOf(to)}`));
  const declared = Object.entries(ARROWS).flatMap(([from, rooms]) => rooms.map((to) => `${from} → ${to}`));
  none(declared.filter((arrow) => !drawn.has(arrow)));
});

const INNER_DECLARED = Object.entries(INNER_ARROWS).flatMap(([room, parts]) =>
  Object.entries(parts).map(([part, others]) => ({
    part: `${room}/${part}`,
    arrows: others.map((other) => `${room}/${part} → ${room}/${other}`),
  })),
);

/** From one part of a room to another part of the same room. */
const INNER_DRAWN = ARROWS_DRAWN.filter(
  ({ from, to }) => roomOf(from) === roomOf(to) && partOf(from) !== partOf(to) && to.startsWith('src/'),
);
const showParts = ({ from, to }: { from: string; to: string }): string => `${partOf(from)} → ${partOf(to)}`;

test('every part of the big rooms is declared, and none that is declared has gone', () => {
  const parts = new Set(SOURCES.filter((file) => roomOf(file) in INNER_ARROWS).map(partOf));
  assert.deepEqual([...parts].sort(), INNER_DECLARED.map(({ part }) => part).sort());
});

test('imports between parts of a room run one way, and each that is declared is drawn', () => {
  const declared = new Set(INNER_DECLARED.flatMap(({ arrows }) => arrows));
  const inBigRooms = INNER_DRAWN.filter(({ from }) => roomOf(from) in INNER_ARROWS);
  none(inBigRooms.filter((arrow) => !declared.has(showParts(arrow))).map(show));
  assert.deepEqual([...new Set(inBigRooms.map(showParts))].sort(), [...declared].sort());
});

test('vendors never import each other', () => {
  none(
    ARROWS_DRAWN.filter(({ from, to }) => {
      const [own, other] = [backendOf(from), backendOf(to)];
      return own !== null && other !== null && own !== other && !FAMILY_ROOMS.includes(other);
    }).map(show),
  );
});

test('what vendors share knows none of them', () => {
  none(
    ARROWS_DRAWN.filter(({ from, to }) => {
      const own = backendOf(from);
      const isCommon = own === null || FAMILY_ROOMS.includes(own);
      const other = backendOf(to);
      return (
        isCommon &&
        other !== null &&
        other !== own &&
        !REGISTRIES.includes(from) &&
        roomOf(from) === 'backends'
      );
    }).map(show),
  );
});

test('from outside, a vendor is reached through the registry alone', () => {
  none(
    ARROWS_DRAWN.filter(({ from, to }) => roomOf(from) !== 'backends' && backendOf(to) !== null).map(show),
  );
});

/** A circle in a graph, as a text; `undefined`: there is none. */
function circleIn(graph: ReadonlyMap<string, readonly string[]>): string | undefined {
  const done = new Set<string>();
  const circleFrom = (node: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return null;
    for (const next of graph.get(node) ?? []) {
      const circle = circleFrom(next, [...path, node]);
      if (circle !== null) return circle;
    }
    done.add(node);
    return null;
  };
  const circles = [...graph.keys()].map((node) => circleFrom(node, []));
  return circles.find((circle) => circle !== null)?.join(' → ');
}

test('no imports run in a circle', () => {
  assert.equal(circleIn(IMPORTS), undefined);
});

test('no imports run in a circle between rooms, nor between parts of a room', () => {
  for (const unit of [roomOf, partOf]) {
    const units = Map.groupBy(ARROWS_DRAWN, ({ from }) => unit(from));
    const graph = new Map(
      [...units].map(([name, arrows]) => [
        name,
        arrows.map(({ to }) => unit(to)).filter((to) => to !== name),
      ]),
    );
    assert(graph.size > 10);
    assert.equal(circleIn(graph), undefined);
  }
});

test('a circle is found', () => {
  assert.equal(
    circleIn(
      new Map([
        ['a', ['b', 'c']],
        ['b', []],
        ['c', ['d']],
        ['d', ['c']],
      ]),
    ),
    'c → d → c',
  );
});

test('a package is imported only where it belongs', () => {
  const uses = SOURCES.flatMap((file) => packagesOf(file).map((name) => ({ file, name })));
  for (const name of Object.keys(PACKAGES))
    assert(
      uses.some((use) => use.name === name),
      `${name}: nobody uses it`,
    );
  none(
    uses
      .filter(({ file, name }) => PACKAGES[name]?.includes(roomOf(file)) === false)
      .map(({ file, name }) => `${file} imports ${name}`),
  );
});

function namesOf(backend: string): string[] {
  const words = backend.split('-').filter((word) => !COMMON_WORDS.includes(word));
  return [backend, ...words];
}

const VENDOR_NAME = new RegExp(`(?<![a-z])(${ROOMS.flatMap(namesOf).join('|')})(?![a-z])`, 'i');

/** `HuaweiCssJobDetails` is four words. */
const wordsOf = (text: string): string => text.replaceAll(/([a-z])([A-Z])/g, '$1 $2');

test('shared code names no vendor', () => {
  const naming = SOURCES.filter((file) => isShared(file) && VENDOR_NAME.test(wordsOf(textOf(file))));
  assert.deepEqual(naming, Object.keys(NAMES_VENDORS).sort());
});

test('outside of schema/details, no definition of the schema names a vendor', () => {
  const shared = globSync('schema/*.graphql', { cwd: ROOT }).map(textOf).join('\n');
  assert.match(shared, VENDOR_NAME, 'descriptions do');
  const bare = visit(parse(shared), {
    [Kind.STRING]: (node) => (node.block === undefined ? node : { ...node, value: '' }),
  });
  assert.doesNotMatch(wordsOf(printSchema(buildASTSchema(bare, { assumeValidSDL: true }))), VENDOR_NAME);
  assert.match(wordsOf(readSdl()), /type Zstack Job/, 'definitions in schema/details do');
});

test('the registry has every room', () => {
  assert.deepEqual(backends.map(({ name }) => name).sort(), ROOMS.sort());
});

for (const backend of ROOMS) {
  test(`the room of ${backend} has its fixed files, a simulator, details and a conformance test`, () => {
    const folder = `src/backends/${backend}`;
    const files = SOURCES.filter((file) => dirname(file) === folder).map((file) => basename(file));
    assert.deepEqual(files, FIXED_FILES);
    const others = [
      `src/simulator/${backend}.ts`,
      `schema/details/${backend}.graphql`,
      `test/servers/conformance/${backend}.test.ts`,
    ];
    none(others.filter((file) => globSync(file, { cwd: ROOT }).length === 0));
  });
}

test('a room has no folder but for a reason', () => {
  const folders = SOURCES.filter((file) => ROOMS.includes(backendOf(file) ?? '')).map((file) =>
    dirname(file),
  );
  const inner = folders
    .map((folder) => folder.replace('src/backends/', ''))
    .filter((one) => one.includes('/'));
  assert.deepEqual([...new Set(inner)], Object.keys(MORE_FOLDERS));
});

const OURS = globSync(['src/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'], {
  cwd: ROOT,
  exclude: (file) => file.includes('node_modules'),
});

test('file names are kebab-case', () => {
  none(OURS.filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/.test(basename(file))));
});

test('the benchmark knows the product only as a command', () => {
  const drawn = OURS.filter((file) => file.startsWith('bench/')).flatMap((file) =>
    importsOf(file).map((to) => ({ from: file, to })),
  );
  none(drawn.filter(({ to }) => !to.startsWith('bench/')).map(show));
});

test('files are short', () => {
  const measured = [...SOURCES, ...OURS.filter((file) => file.startsWith('bench/'))];
  const long = measured.filter((file) => textOf(file).split('\n').length > LONGEST_FILE);
  assert.deepEqual(long, Object.keys(LONG_FILES));
});
