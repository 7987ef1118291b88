import { composeServices as composeByApollo } from '@apollo/composition';
import { composeServices as composeByGuild } from '@theguild/federation-composition';
import { federateSubgraphs, LATEST_ROUTER_COMPATIBILITY_VERSION } from '@wundergraph/composition';
import { type DocumentNode, parse } from 'graphql';

export interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

export interface Composition {
  readonly errors: readonly string[];
  /** What the composer would rather have otherwise, whatever its weight. */
  readonly hints: readonly string[];
  /** `null`: the composer has another format. */
  readonly supergraph: string | null;
}

interface Service {
  readonly name: string;
  readonly url: string;
  readonly typeDefs: DocumentNode;
}

const servicesOf = (subgraphs: readonly Subgraph[]): Service[] =>
  subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }));

export const COMPOSERS: Readonly<Record<string, (subgraphs: readonly Subgraph[]) => Composition>> = {
  Apollo: (subgraphs) => {
    const { errors = [], hints = [], supergraphSdl } = composeByApollo(servicesOf(subgraphs));
    return {
      errors: errors.map(String),
      hints: hints.map((hint) => hint.toString()),
      supergraph: supergraphSdl ?? null,
    };
  },
  'The Guild': (subgraphs) => {
    const { errors = [], supergraphSdl } = composeByGuild(servicesOf(subgraphs));
    return { errors: errors.map(String), hints: [], supergraph: supergraphSdl ?? null };
  },
  WunderGraph: (subgraphs) => {
    const services = servicesOf(subgraphs).map(({ name, url, typeDefs }) => ({
      name,
      url,
      definitions: typeDefs,
    }));
    const result = federateSubgraphs({
      subgraphs: services,
      version: LATEST_ROUTER_COMPATIBILITY_VERSION,
    });
    const errors = result.success ? [] : result.errors.map(String);
    return { errors, hints: result.warnings.map(String), supergraph: null };
  },
};
