/** Nanoseconds as a person reads them. */
export function time(nanoseconds: number): string {
  const units = ["ns", "µs", "ms", "s"];
  let value = nanoseconds;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${significant(value)} ${units[unit]}`;
}

export function ratioText(value: number): string {
  return `${significant(value)}×`;
}

/** Three significant digits, without decimals from 100 on. */
export function significant(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

export function megabytesPerSecond(bytes: number, nanoseconds: number): string {
  return significant((bytes * 1000) / nanoseconds);
}

/** Rows as lines of a table: the first column to the left, the next to the right, the last as it is. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    });
  }
  const line = (row: readonly string[]) =>
    row.map((cell, index) => {
      const width = widths[index] ?? 0;
      if (index === 0) return cell.padEnd(width);
      return index === row.length - 1 ? cell : cell.padStart(width);
    });
  return rows.map((row) => `${line(row).join("  ").trimEnd()}\n`).join("");
}
