// Charts as SVG with text as text, readable on light and dark pages.

/** One bar; `ours` selects the library's colour. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value as displayed. */
  readonly text: string;
  readonly ours: boolean;
}

/** Bars compared only with each other. */
export interface BarGroup {
  readonly title: string;
  readonly bars: readonly Bar[];
}

/** A line with one value per x position; undefined leaves a gap. */
export interface Line {
  readonly label: string;
  readonly values: readonly (number | undefined)[];
}

const WIDTH = 760;
const LABELS = 170;
const VALUES = 130;
const BAR = 18;
const ROW = 24;
const HEAD = 44;
const PLOT_HEIGHT = 260;

const style = `<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-size: 16px; font-weight: 600; }
.group { font-weight: 600; }
.page { fill: #ffffff; } .peer { fill: #8c959f; } .ours { fill: #0969da; } .axis { stroke: #d0d7de; }
polyline { fill: none; stroke-width: 2; }
.line0 { stroke: #0969da; } .line1 { stroke: #bc4c00; } .line2 { stroke: #1a7f37; }
.line3 { stroke: #8250df; } .line4 { stroke: #bf3989; } .line5 { stroke: #8c959f; } .line6 { stroke: #9a6700; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; } .page { fill: #0d1117; } .peer { fill: #6e7681; } .ours { fill: #4493f8; } .axis { stroke: #30363d; }
  .line0 { stroke: #4493f8; } .line1 { stroke: #f0883e; } .line2 { stroke: #3fb950; }
  .line3 { stroke: #ab7df8; } .line4 { stroke: #db61a2; } .line5 { stroke: #8b949e; } .line6 { stroke: #e3b341; }
}
</style>`;

const LINE_STYLES = 7;

function picture(title: string, height: number, content: string): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">\n` +
    `${style}\n<rect class="page" width="${WIDTH}" height="${height}"/>\n${text(12, 26, title, "title")}${content}</svg>\n`
  );
}

function text(x: number, y: number, content: string, kind = "", anchor = "start"): string {
  return `<text x="${round(x)}" y="${round(y)}" class="${kind}" text-anchor="${anchor}">${escaped(content)}</text>\n`;
}

const escaped = (content: string) =>
  content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const round = (value: number) => Math.round(value * 10) / 10;

/** Horizontal bars; the longest of each group takes the full width. */
export function barChart(title: string, groups: readonly BarGroup[]): string {
  let y = HEAD;
  let content = "";
  for (const group of groups) {
    y += ROW;
    content += text(12, y - 8, group.title, "group");
    const longest = Math.max(Number.MIN_VALUE, ...group.bars.map(({ value }) => value));
    for (const { label, value, text: written, ours } of group.bars) {
      const width = Math.max(1, (value / longest) * (WIDTH - LABELS - VALUES));
      content += text(LABELS - 8, y + BAR - 5, label, "", "end");
      content += `<rect class="${ours ? "ours" : "peer"}" x="${LABELS}" y="${y}" width="${round(width)}" height="${BAR}"/>\n`;
      content += text(LABELS + width + 6, y + BAR - 5, written);
      y += ROW;
    }
  }
  return picture(title, y + 12, content);
}

/** Lines over equally spaced x positions; the y axis is logarithmic, between powers of ten. */
export function lineChart(title: string, places: readonly string[], lines: readonly Line[]): string {
  const [left, right, top] = [48, WIDTH - 170, HEAD + 12];
  const bottom = top + PLOT_HEIGHT;
  const logarithms = lines.flatMap(({ values }) => values.filter((value) => value !== undefined)).map(Math.log10);
  const [lowest, highest] = [Math.floor(Math.min(...logarithms)), Math.ceil(Math.max(...logarithms))];
  const x = (index: number) => left + (index / Math.max(1, places.length - 1)) * (right - left);
  const y = (value: number) => bottom - ((Math.log10(value) - lowest) / Math.max(1, highest - lowest)) * PLOT_HEIGHT;
  let content = "";
  for (let power = lowest; power <= highest; power++) {
    const value = 10 ** power;
    content += `<line class="axis" x1="${left}" x2="${right}" y1="${round(y(value))}" y2="${round(y(value))}"/>\n`;
    content += text(left - 6, y(value) + 4, Number(value.toPrecision(1)).toLocaleString("en"), "", "end");
  }
  places.forEach((place, index) => {
    content += text(x(index), bottom + 20, place, "", "middle");
  });
  lines.forEach(({ label, values }, index) => {
    const points = values.flatMap((value, place) =>
      value === undefined ? [] : [`${round(x(place))},${round(y(value))}`],
    );
    const kind = `line${index % LINE_STYLES}`;
    const row = top + 8 + index * ROW;
    content += `<polyline class="${kind}" points="${points.join(" ")}"/>\n`;
    for (const point of points) {
      const [cx, cy] = point.split(",");
      content += `<circle class="${kind}" stroke-width="3" r="1.5" cx="${cx}" cy="${cy}"/>\n`;
    }
    content += `<line class="${kind}" stroke-width="2" x1="${right + 16}" x2="${right + 36}" y1="${row}" y2="${row}"/>\n`;
    content += text(right + 42, row + 4, label);
  });
  return picture(title, bottom + 36, content);
}
