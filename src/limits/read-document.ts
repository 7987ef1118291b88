import { type DocumentNode, GraphQLError, type ParseOptions, parse } from 'graphql';
import type { Limits } from './limits.ts';
import { measureDocument } from './measure-document.ts';
import { tooCostly } from './too-costly.ts';

/** For each token that a document may have. Comments and blanks are no tokens, but have to be read. */
const CHARACTERS = 64;

/** Reads a document; throws a `GraphQLError` where it is none, or is larger, deeper or wider than it may be. */
export function readDocument(
  text: string,
  options: ParseOptions,
  limits: Pick<Limits, 'tokens' | 'depth' | 'aliases'>,
): DocumentNode {
  const most = CHARACTERS * limits.tokens;
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
