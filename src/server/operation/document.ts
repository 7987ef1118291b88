import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';
import { costOf, type OperationCost } from '../../limits/cost.ts';
import { initialCounts, inOnePiece } from './in-parts.ts';
import { tellsSchema } from './schema-privacy.ts';

/** A document that was read, and what follows from its text, whoever asks: each worked out when it is first needed. */
export class Document {
  readonly node: DocumentNode;
  readonly #schema: GraphQLSchema;
  readonly #operations = new Map<string | null, Operation>();
  #tellsSchema: boolean | null = null;
  #inOnePiece: DocumentNode | null = null;

  constructor(schema: GraphQLSchema, node: DocumentNode) {
    this.#schema = schema;
    this.node = node;
  }

  /** Throws where there is no such operation, or where it cannot be asked for in this way. `name`: as it was given. */
  operation(name: string | null | undefined, method: string): Operation {
    const operation = this.#operations.get(name ?? null) ?? this.#find(name);
    if (operation.type === OperationTypeNode.MUTATION && method === 'GET') throw mutationByGet();
    return operation;
  }

  /** Without what asks for an answer in parts; the same where it has nothing of it. */
  get inOnePiece(): DocumentNode {
    this.#inOnePiece ??= inOnePiece(this.node);
    return this.#inOnePiece;
  }

  get asksForParts(): boolean {
    return this.inOnePiece !== this.node;
  }

  get tellsSchema(): boolean {
    this.#tellsSchema ??= tellsSchema(this.node);
    return this.#tellsSchema;
  }

  #find(name: string | null | undefined): Operation {
    const node = getOperationAST(this.node, name);
    if (node == null) throw noSuchOperation();
    const operation = new Operation(this.#schema, this, node);
    this.#operations.set(name ?? null, operation);
    return operation;
  }
}

/**
 * Root fields whose answers may be a moment old: they are about all that is there. What is asked for by its id is read anew for
 * everybody: whoever asks for it has often just changed it.
 */
const SHARED_FIELDS: ReadonlySet<string> = new Set(['jobs', 'source', 'sources']);

export class Operation {
  readonly type: OperationTypeNode;
  readonly name: string | null;
  readonly document: Document;
  readonly #schema: GraphQLSchema;
  readonly #node: OperationDefinitionNode;
  #cost: OperationCost | null = null;
  #isShareable: boolean | null = null;
  #initialCounts: ReturnType<typeof initialCounts> | null = null;

  constructor(schema: GraphQLSchema, document: Document, node: OperationDefinitionNode) {
    this.type = node.operation;
    this.name = node.name?.value ?? null;
    this.document = document;
    this.#schema = schema;
    this.#node = node;
  }

  /** Of a valid document. */
  get cost(): OperationCost {
    this.#cost ??= costOf(this.#schema, this.document.node, this.#node);
    return this.#cost;
  }

  /** Whether its answer may go to others who ask the same at the same time. */
  get isShareable(): boolean {
    this.#isShareable ??=
      this.type === OperationTypeNode.QUERY &&
      !this.document.asksForParts &&
      asksOnlyShared(this.#node.selectionSet);
    return this.#isShareable;
  }

  /** How many items of lists come first, where the rest comes in parts. */
  get initialCounts(): ReturnType<typeof initialCounts> {
    this.#initialCounts ??= initialCounts(this.document.node);
    return this.#initialCounts;
  }
}

const asksOnlyShared = ({ selections }: SelectionSetNode): boolean =>
  selections.every((selection) => {
    if (selection.kind === Kind.FIELD) return SHARED_FIELDS.has(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return asksOnlyShared(selection.selectionSet);
    return false;
  });

const noSuchOperation = (): GraphQLError =>
  new GraphQLError('Could not determine what operation to execute.', {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } },
  });

const mutationByGet = (): GraphQLError =>
  new GraphQLError('Can only perform a mutation operation from a POST request.', {
    extensions: { code: 'BAD_REQUEST', http: { status: 405, headers: { Allow: 'POST' } } },
  });
