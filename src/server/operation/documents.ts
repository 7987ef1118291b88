import { type DocumentNode, GraphQLError, type GraphQLSchema, specifiedRules, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Limits } from '../../limits/limits.ts';
import { mostCharacters, readDocument } from '../../limits/read-document.ts';
import { Document } from './document.ts';
import { loadValidate, type Validate } from './in-parts.ts';
import { NoIntrospection, withoutSuggestion } from './schema-privacy.ts';
import { Sightings } from './sightings.ts';

/** About what one token takes once it is parsed, in bytes. */
const TOKEN_BYTES = 500;
/** The part of the room that is for those that were asked for once. */
const NEW = 1 / 8;

type DocumentLimits = Pick<Limits, 'tokens' | 'depth' | 'aliases' | 'documentBytes'>;

interface Kept {
  readonly document: Document;
  /** In bytes. */
  readonly size: number;
}

/**
 * Reads documents within their limits, and keeps those that are valid, so that each is read and checked once. What is refused is
 * not kept: nobody can fill the memory with it. What is asked for once only has little room (a segmented LRU): documents of which
 * no two are the same drive out none that is used, and are no burden for the collection of garbage.
 */
export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #limits: DocumentLimits;
  readonly #sightings = new Sightings();
  readonly #new: LRUCache<string, Kept> | null = null;
  readonly #used: LRUCache<string, Kept> | null = null;
  #loaded: Promise<Validate> | null = null;

  constructor(schema: GraphQLSchema, limits: DocumentLimits) {
    this.#schema = schema;
    this.#limits = limits;
    const room = Math.floor(limits.documentBytes * NEW);
    if (room === 0) return;
    this.#new = segment(room);
    this.#used = segment(limits.documentBytes - room);
  }

  /** One that has been found valid. */
  known(text: string): Document | undefined {
    if (text.length > mostCharacters(this.#limits)) return undefined;
    return (this.#used?.get(text) ?? this.#again(text))?.document;
  }

  /** It is asked for a second time. */
  #again(text: string): Kept | undefined {
    const kept = this.#new?.get(text);
    if (kept === undefined) return undefined;
    this.#new?.delete(text);
    this.#used?.set(text, kept);
    return kept;
  }

  /** Throws where it cannot be read, or is more than it may be. It is not known yet whether it is valid. */
  read(text: string): Document {
    return new Document(this.#schema, readWithin(text, this.#limits), text.includes('@'));
  }

  /** Keeps the document if it is valid; else rejects with all that is wrong with it. */
  async check(text: string, document: Document, maySeeSchema: boolean): Promise<void> {
    const validate = document.asksForParts ? await this.#validateParts() : this.#validateWhole;
    const errors = validate(document.node, maySeeSchema ? [] : [NoIntrospection]);
    if (errors.length > 0) throw new AggregateError(errors.map((error) => refused(error, maySeeSchema)));
    if (this.#used?.has(text)) return;
    // Where many take turns, it may have been driven out since the first time.
    const segment = this.#sightings.note(text) ? this.#used : this.#new;
    segment?.set(text, { document, size: text.length + TOKEN_BYTES * tokensOf(document.node) });
  }

  readonly #validateWhole: Validate = (document, rules) =>
    validate(this.#schema, document, [...specifiedRules, ...rules]);

  /** Loads a package, where one needs it. */
  #validateParts(): Promise<Validate> {
    this.#loaded ??= loadValidate(this.#schema);
    return this.#loaded;
  }
}

const segment = (maxSize: number): LRUCache<string, Kept> =>
  new LRUCache({ maxSize, sizeCalculation: ({ size }) => size });

function refused(error: GraphQLError, maySeeSchema: boolean): GraphQLError {
  markAsRefused(error, 'GRAPHQL_VALIDATION_FAILED');
  return maySeeSchema ? error : withoutSuggestion(error);
}

/** Before execution, so that whoever asks for JSON gets HTTP 200 all the same, as the specification has it. */
function markAsRefused({ extensions }: GraphQLError, code: string): void {
  extensions['code'] ??= code;
  extensions['http'] ??= { spec: true, status: 400 };
}

function readWithin(text: string, limits: DocumentLimits): DocumentNode {
  try {
    return readDocument(text, {}, limits);
  } catch (error) {
    if (error instanceof GraphQLError) markAsRefused(error, 'GRAPHQL_PARSE_FAILED');
    throw error;
  }
}

function tokensOf({ loc }: DocumentNode): number {
  let tokens = 0;
  for (let token = loc?.startToken.next; token; token = token.next) tokens += 1;
  return tokens;
}
