import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { anchorsOf, targetsOf } from '../support/markdown.ts';

const ROOT = join(import.meta.dirname, '../..');
const SELF = 'test/unit/links.test.ts';

const filesOf = (...patterns: string[]): string[] =>
  globSync(patterns, { cwd: ROOT, exclude: (file) => file.includes('node_modules') }).sort();

const PAGES = filesOf('**/*.md');
const CODE = filesOf('*.ts', '{src,test,bench}/**/*.ts', 'schema/**/*.graphql').filter(
  (file) => file !== SELF,
);

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** What is wrong with a target, which is relative to the repository; `null`: it leads somewhere. */
function faultOf(target: string): string | null {
  const [path = '', anchor] = target.split('#');
  if (path.startsWith('..') || !existsSync(join(ROOT, path))) return `${target}: no such file`;
  if (anchor === undefined || anchorsOf(textOf(path)).has(anchor)) return null;
  return `${target}: no such heading`;
}

const isTold = (fault: string | null): fault is string => fault !== null;

/** Every relative link of a page that leads nowhere. A link that begins with `#` stays in the page. */
function brokenLinks(page: string, text: string): string[] {
  return targetsOf(text)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => (target.startsWith('#') ? `${page}${target}` : normalize(join(dirname(page), target))))
    .map(faultOf)
    .filter(isTold);
}

/** `docs/page.md`, `docs/page.md#heading`, and `docs/page.md#heading, #another`. */
const CITED = /\bdocs\/[\w./-]+\.md(?:#[\w-]+(?:,[\s*]+#[\w-]+)*)?/g;

function targetsCited(text: string): string[] {
  return [...text.matchAll(CITED)].flatMap(([cited]) => {
    const [page = '', ...anchors] = cited.split(/,?[\s*]*#/);
    return anchors.length === 0 ? [page] : anchors.map((anchor) => `${page}#${anchor}`);
  });
}

const brokenCitations = (text: string): string[] => targetsCited(text).map(faultOf).filter(isTold);

test('every relative link of every page leads to a file and a heading that exist', () => {
  assert.deepEqual(
    PAGES.flatMap((page) => brokenLinks(page, textOf(page)).map((fault) => `${page} links to ${fault}`)),
    [],
  );
});

test('every page that code cites exists, with the heading', () => {
  assert.deepEqual(
    CODE.flatMap((file) => brokenCitations(textOf(file)).map((fault) => `${file} cites ${fault}`)),
    [],
  );
});

/** Of files that are not there: a page that shows how to write them. */
const INVENTED = ['docs/adding-a-vendor.md'];

/** `src/file.ts`, `test/folder/`, and several as `src/{a,b}.ts`. */
const pathsIn = (text: string): string[] =>
  [...text.matchAll(/`((?:src|test|schema|bench)\/[\w./{},-]+)`/g)].map(([, path = '']) => path);

test('every file and folder of the repository that a page names is there', () => {
  const named = PAGES.filter((page) => !INVENTED.includes(page)).flatMap((page) => pathsIn(textOf(page)));
  assert(named.length > 50);
  const gone = named.filter((path) => {
    const [head = '', names, tail = ''] = path.split(/[{}]/);
    const paths = names === undefined ? [path] : names.split(',').map((name) => `${head}${name}${tail}`);
    return !paths.every((one) => existsSync(join(ROOT, one)));
  });
  assert.deepEqual(gone, []);
});

test('links and citations are found', () => {
  assert(PAGES.flatMap((page) => targetsOf(textOf(page))).length > 50);
  assert(CODE.flatMap((file) => targetsCited(textOf(file))).length > 100);
});

test('a link that leads nowhere is told', () => {
  const text = [
    'A [file](gone.md), a [heading](README.md#gone), a [folder](../../src/gone/), ![a picture](gone.png),',
    'a [place in this page](#gone), a [way out](../../../elsewhere.md), <a href="gone.html">HTML</a>, a [reference].',
    '',
    '[reference]: gone-too.md',
  ].join('\n');
  assert.deepEqual(brokenLinks('docs/vendors/README.md', text), [
    'docs/vendors/gone.md: no such file',
    'docs/vendors/README.md#gone: no such heading',
    'src/gone/: no such file',
    'docs/vendors/gone.png: no such file',
    'docs/vendors/README.md#gone: no such heading',
    '../elsewhere.md: no such file',
    'docs/vendors/gone.html: no such file',
    'docs/vendors/gone-too.md: no such file',
  ]);
});

test('a link that leads somewhere is not, nor what only looks like one', () => {
  const text = [
    'A [file](zstack.md), a [heading](zstack.md#times), a [place here](#marks), the [web](https://example.com/#x),',
    'code: `[a](gone.md)`',
    '',
    '```md',
    '[a](gone.md)',
    '```',
  ].join('\n');
  assert.deepEqual(brokenLinks('docs/vendors/README.md', text), []);
});

test('a citation that leads nowhere is told', () => {
  const text = '/** The clock (docs/vendors/zstack.md#times,\n * #gone), see docs/gone.md. */';
  assert.deepEqual(brokenCitations(text), [
    'docs/vendors/zstack.md#gone: no such heading',
    'docs/gone.md: no such file',
  ]);
});

test('headings are named as GitHub names them', () => {
  const text = [
    '# `status.ts` of a vendor',
    '## Texts of 0301',
    '## Texts of 0301',
    '## A [link](x.md) & a_name, "quoted"',
    '```sh',
    '# no heading',
    '```',
    '#### Größe, 大小 ##',
  ].join('\n');
  assert.deepEqual(
    [...anchorsOf(text)],
    ['statusts-of-a-vendor', 'texts-of-0301', 'texts-of-0301-1', 'a-link--a_name-quoted', 'größe-大小'],
  );
});
