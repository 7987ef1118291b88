import { type ASTNode, type DocumentNode, visit } from 'graphql';
import { isCommonName } from './common-names.ts';

/** A type's name with the prefix, where it is one that others are likely to have. */
export const prefixed = (name: string, prefix: string): string =>
  isCommonName(name) ? `${prefix}${name}` : name;

/** Renames types everywhere: where they are defined, where they are used, and where descriptions speak of them. */
export const prefixTypes = (document: DocumentNode, prefix: string): DocumentNode =>
  visit(document, {
    Name: (node, _, parent) =>
      isNamed(parent) ? { ...node, value: prefixed(node.value, prefix) } : undefined,
    StringValue: (node, key) =>
      key === 'description' ? { ...node, value: prefixNames(node.value, prefix) } : undefined,
  });

const isNamed = (parent: ASTNode | readonly ASTNode[] | undefined): boolean =>
  parent !== undefined && 'kind' in parent && /^NamedType$|Type(Definition|Extension)$/.test(parent.kind);

/** Descriptions put names between backticks. */
const prefixNames = (text: string, prefix: string): string =>
  text.replace(/(?<=`)[A-Z]\w*(?=[`.])/g, (name) => prefixed(name, prefix));
