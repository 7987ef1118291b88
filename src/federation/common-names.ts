/** Words that other subgraphs are likely to have as names of types, or at the beginning of them. */
const COMMON = /^(Count|Origin|Source|Task)(?![a-z])/;

/** Whether a type bears a name that others are likely to have, such as `Task` or `TaskConnection`. */
export const isCommonName = (name: string): boolean => COMMON.test(name);
