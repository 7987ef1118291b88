/** How the gateway is a subgraph. */
export interface Federation {
  /** Put before the names of types that other subgraphs are likely to have (`isCommonName`); `''`: they stay as they are. */
  readonly typePrefix: string;
}
