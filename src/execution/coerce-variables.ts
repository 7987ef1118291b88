import {
  coerceInputValue,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql';

type Given = Readonly<Record<string, unknown>>;

/**
 * The variables of an operation as graphql-js coerces them; or the first thing that is wrong with them, without the value, which
 * may be large: graphql-js tells fifty of them, and prints the value beside each.
 */
export function coerceVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Given,
): { [name: string]: unknown } | GraphQLError {
  const values: Record<string, unknown> = Object.create(null);
  for (const definition of variableDefinitions) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) return fault(definition, 'is of a type that is no input type.');
    if (!Object.hasOwn(given, name)) {
      if (definition.defaultValue) values[name] = valueFromAST(definition.defaultValue, type);
      else if (isNonNullType(type)) return fault(definition, `of required type "${type}" was not provided.`);
      continue;
    }
    const value = coerced(definition, type, given[name]);
    if (value instanceof GraphQLError) return value;
    values[name] = value;
  }
  return { ...values };
}

/** Ends at the first fault. Names that are like a wrong one are not looked for: that one may be very long. */
function coerced(definition: VariableDefinitionNode, type: GraphQLInputType, value: unknown): unknown {
  const end: OnFault = (path, _, { message }) => {
    const place = [definition.variable.name.value, ...path].join('.');
    throw fault(definition, `got an invalid value at "${place}"; ${shortened(message)}`);
  };
  try {
    return coerceInputValue(value, type, end, HIDE_SUGGESTIONS);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

type OnFault = NonNullable<Parameters<typeof coerceInputValue>[2]>;
const HIDE_SUGGESTIONS = true;

const LONGEST_MESSAGE = 500;

const shortened = (text: string): string =>
  text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;

const fault = (definition: VariableDefinitionNode, what: string): GraphQLError =>
  new GraphQLError(`Variable "$${definition.variable.name.value}" ${what}`, { nodes: definition });
