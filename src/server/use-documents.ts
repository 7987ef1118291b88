import type { DocumentNode, ParseOptions, Source, ValidationRule } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Limits } from '../limits/limits.ts';
import { readDocument } from '../limits/read-document.ts';
import type { ServerPlugin } from './server-plugin.ts';

/** A document that was found good. */
interface Kept {
  readonly document: DocumentNode;
  /** Sets of rules by which it is valid. */
  readonly validBy: Set<string>;
}

/** About what one token takes once it is parsed, in bytes. */
const TOKEN_BYTES = 500;

type DocumentLimits = Pick<Limits, 'tokens' | 'depth' | 'aliases' | 'documentBytes'>;

/**
 * Reads documents within their limits, and keeps those that are valid, so that each is read and checked once. What is refused is
 * not kept: nobody can fill the memory with it. Stands behind whatever adds rules.
 */
export function useDocuments(limits: DocumentLimits): ServerPlugin {
  const kept =
    limits.documentBytes === 0 ? null : new LRUCache<string, Kept>({ maxSize: limits.documentBytes });
  const known = new WeakMap<DocumentNode, Kept>();
  const texts = new WeakMap<DocumentNode, string>();
  const read = (text: string, options: ParseOptions): DocumentNode => {
    const document = readDocument(text, options, limits);
    texts.set(document, text);
    return document;
  };
  const keep = (document: DocumentNode, rules: string): void => {
    const found = known.get(document) ?? { document, validBy: new Set() };
    found.validBy.add(rules);
    known.set(document, found);
    const text = texts.get(document);
    if (text !== undefined) kept?.set(text, found, { size: text.length + TOKEN_BYTES * tokensOf(document) });
  };
  return {
    onParse({ params: { source }, setParsedDocument, setParseFn }) {
      const text = textOf(source);
      const found = kept?.get(text);
      if (found === undefined) setParseFn((_: unknown, options: ParseOptions = {}) => read(text, options));
      else setParsedDocument(found.document);
    },
    onValidate({ params: { documentAST, rules = [] }, setResult }) {
      const names = rules.map((rule: ValidationRule) => rule.name).join();
      if (known.get(documentAST)?.validBy.has(names)) {
        setResult([]);
        return undefined;
      }
      return ({ valid }) => {
        if (valid) keep(documentAST, names);
      };
    },
  };
}

const textOf = (source: string | Source): string => (typeof source === 'string' ? source : source.body);

function tokensOf({ loc }: DocumentNode): number {
  let tokens = 0;
  for (let token = loc?.startToken.next; token; token = token.next) tokens += 1;
  return tokens;
}
