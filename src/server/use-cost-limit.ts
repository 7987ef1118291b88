import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
} from 'graphql';
import { costOf, type OperationCost } from '../limits/cost.ts';
import { tooCostly } from '../limits/too-costly.ts';
import type { ServerPlugin } from './server-plugin.ts';

/** Refuses an operation that may cost too much, before anything is read for it; the error tells what it may cost. */
export function useCostLimit(most: number): ServerPlugin {
  const known = new WeakMap<OperationDefinitionNode, OperationCost>();
  const of = (schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) => {
    const kept = known.get(operation) ?? costOf(schema, document, operation);
    known.set(operation, kept);
    return kept;
  };
  return {
    onExecute({ args: { schema, document, operationName, variableValues }, setExecuteFn }) {
      const operation = getOperationAST(document, operationName);
      if (!operation) return;
      const cost = of(schema, document, operation)(variableValues ?? {});
      if (cost > most) setExecuteFn(() => ({ errors: [costError(cost, most)] }));
    },
  };
}

function costError(cost: number, most: number) {
  const told = Number.isFinite(cost) ? `${cost}` : 'more than can be told';
  return tooCostly(
    `The operation may cost ${told}, and ${most} is allowed: ask for fewer rows (\`first\`), fewer lists within lists, or fewer fields`,
    'cost',
    Number.isFinite(cost) ? { cost, mostCost: most } : { mostCost: most },
  );
}
