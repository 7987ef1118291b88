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
import { coerceVariables } from '../../execution/coerce-variables.ts';
import { costOf, type OperationCost } from '../../limits/cost.ts';
import { initialCounts, inOnePiece } from './in-parts.ts';
import { tellsSchema } from './schema-privacy.ts';

/** A document that was read, and what follows from its text, whoever asks: each worked out when it is first needed. */
export class Document {
  readonly node: DocumentNode;
  readonly #schema: GraphQLSchema;
  readonly #mayAskForParts: boolean;
  readonly #operations = new Map<string | null, Operation>();
  #tellsSchema: boolean | null = null;
  #inOnePiece: DocumentNode | null = null;

  /** `mayAskForParts`: by its text; else it does not. */
  constructor(schema: GraphQLSchema, node: DocumentNode, mayAskForParts: boolean) {
    this.#schema = schema;
    this.node = node;
    this.#mayAskForParts = mayAskForParts;
  }

  /** Throws where there is no such operation, or where it cannot be asked for in this way. `name`: as it was given. */
  operation(name: string | null | undefined, method: string): Operation {
    // No document holds a name that is longer than itself, and to look for it would take long.
    if (name && name.length > (this.node.loc?.end ?? 0)) throw noSuchOperation();
    const operation = this.#operations.get(name ?? null) ?? this.#find(name);
    if (operation.type === OperationTypeNode.MUTATION && method === 'GET') throw mutationByGet();
    return operation;
  }

  /** Without what asks for an answer in parts; the same where it has nothing of it. */
  get inOnePiece(): DocumentNode {
    this.#inOnePiece ??= this.#mayAskForParts ? inOnePiece(this.node) : this.node;
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

  /** The first thing that is wrong with large variables; `null`: nothing is, or they are small, and the library tells it. */
  faultOfLarge(variables: Readonly<Record<string, unknown>>): GraphQLError | null {
    if (!this.#node.variableDefinitions?.length || sizeOf(variables, LARGE) < LARGE) return null;
    const fault = coerceVariables(this.#schema, this.#node, variables);
    if (!(fault instanceof GraphQLError)) return null;
    fault.extensions['http'] = { status: 400 };
    return fault;
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

/** Characters of variables: the library prints up to fifty of them that are wrong, and names that are like theirs. */
const LARGE = 4 * 1024;

/** About how many characters a value has as JSON; not counted much further than to the most. */
function sizeOf(value: unknown, most: number): number {
  if (typeof value === 'string') return value.length;
  if (!isObject(value)) return LEAF;
  let size = LEAF;
  // Not by its entries: to make all of them takes longer than all else.
  for (const key in value) {
    if (size >= most) break;
    size += key.length + sizeOf(value[key], most - size);
  }
  return size;
}

const LEAF = 4;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

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
