import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type ParseOptions,
  parse,
  type SelectionSetNode,
} from 'graphql';
import type { Limits } from './limits.ts';
import { tooCostly } from './too-costly.ts';

/** For each token that a document may have. Comments and blanks are no tokens, but have to be read. */
const CHARACTERS = 64;

/** Characters that a document may have. */
export const mostCharacters = ({ tokens }: Pick<Limits, 'tokens'>): number => CHARACTERS * tokens;

/** Reads a document; throws a `GraphQLError` where it is none, or is larger, deeper or wider than it may be. */
export function readDocument(
  text: string,
  options: ParseOptions,
  limits: Pick<Limits, 'tokens' | 'depth' | 'aliases'>,
): DocumentNode {
  const most = mostCharacters(limits);
  if (text.length > most)
    throw tooCostly(
      `The document has ${text.length} characters; ${most} are allowed, ${CHARACTERS} for each token`,
      'tokens',
    );
  const document = parseWithin(text, options, limits.tokens);
  const { depth, aliases } = measureDocument(document);
  if (depth > limits.depth)
    throw tooCostly(`The operation is ${depth} levels deep; ${limits.depth} are allowed`, 'depth');
  if (aliases > limits.aliases)
    throw tooCostly(`The document has ${aliases} aliases; ${limits.aliases} are allowed`, 'aliases');
  return document;
}

/** graphql says it of no other syntax error. */
const TOO_MANY = /contains more tha[nt] \d+ tokens/;

function parseWithin(text: string, options: ParseOptions, maxTokens: number): DocumentNode {
  try {
    return parse(text, { ...options, maxTokens });
  } catch (error) {
    if (error instanceof GraphQLError && TOO_MANY.test(error.message))
      throw tooCostly(
        `The document has more than ${maxTokens} tokens, which is all that it may have`,
        'tokens',
      );
    throw error;
  }
}

export interface Measure {
  /** Levels of fields of the deepest operation; introspection does not count. */
  readonly depth: number;
  /** Fields that have an alias, as they are written. */
  readonly aliases: number;
}

/** How deep and how wide a document is, whether it is valid or not. */
export function measureDocument({ definitions }: DocumentNode): Measure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const measuring = new Measuring(fragments);
  let depth = 0;
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) measuring.ofFragment(definition.name.value);
    else if (definition.kind === Kind.OPERATION_DEFINITION)
      depth = Math.max(depth, measuring.of(definition.selectionSet));
  return { depth, aliases: measuring.aliases };
}

class Measuring {
  aliases = 0;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Of one that spreads itself the depth is 0 inside of it: it is not valid, and is refused for that. */
  readonly #depths = new Map<string, number>();

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.#fragments = fragments;
  }

  of({ selections }: SelectionSetNode): number {
    let deepest = 0;
    for (const selection of selections) {
      let depth = 1;
      if (selection.kind === Kind.INLINE_FRAGMENT) depth = this.of(selection.selectionSet);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) depth = this.ofFragment(selection.name.value);
      else {
        if (selection.alias !== undefined) this.aliases += 1;
        const isTelling = selection.name.value.startsWith('__');
        if (selection.selectionSet !== undefined && !isTelling) depth += this.of(selection.selectionSet);
      }
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  ofFragment(name: string): number {
    const known = this.#depths.get(name);
    if (known !== undefined) return known;
    this.#depths.set(name, 0);
    const fragment = this.#fragments.get(name);
    const depth = fragment === undefined ? 0 : this.of(fragment.selectionSet);
    this.#depths.set(name, depth);
    return depth;
  }
}
