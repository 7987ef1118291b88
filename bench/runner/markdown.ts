const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

export const markdown = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n');
