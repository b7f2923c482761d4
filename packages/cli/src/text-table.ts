type Row = Readonly<Record<string, unknown>>;

const GAP = '  ';

/** Rows in aligned columns, below the names of the columns. */
export function formatTable(columns: readonly string[], rows: readonly Row[]): string {
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))];
  return align(cells);
}

/** One field a line, its name before its value. */
export function formatFields(names: readonly string[], row: Row): string {
  return align(names.map((name) => [name, String(row[name] ?? '')]));
}

function align(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, index) =>
    Math.max(...lines.map((line) => (line[index] ?? '').length)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join(GAP)
        .trimEnd(),
    )
    .join('\n');
}
