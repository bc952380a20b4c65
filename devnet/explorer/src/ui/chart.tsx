import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { Copy } from "./basic";

export interface Line {
  label: string;
  values: (number | null)[];
  /** Name of a colour of the style sheet, without the dashes. */
  color: string;
  bold?: boolean;
  points?: boolean;
  /** The value stays until the next one. */
  stepped?: boolean;
}

interface Props {
  title: string;
  summary: string;
  x: { label: string; values: number[]; time?: boolean };
  lines: Line[];
  height?: number;
  fromZero?: boolean;
}

const dark = matchMedia("(prefers-color-scheme: dark)");

function subscribeTheme(listener: () => void): () => void {
  dark.addEventListener("change", listener);
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => {
    dark.removeEventListener("change", listener);
    observer.disconnect();
  };
}

const themeKey = () => `${document.documentElement.dataset.theme ?? ""}${dark.matches}`;

/** Resolves a colour of the style sheet, which may be a light-dark() pair, for the canvas. */
function color(name: string): string {
  const probe = document.createElement("span");
  probe.className = `probe-${name}`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** A line chart; a canvas cannot be read aloud, so a sentence and a table say the same. */
export function Chart({ title, summary, x, lines, height = 220, fromZero = false }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const theme = useSyncExternalStore(subscribeTheme, themeKey);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (width === 0) return;
    const axis = { stroke: color("muted"), grid: { stroke: color("line"), width: 1 }, ticks: { stroke: color("line"), width: 1 }, font: "12px system-ui" };
    const plot = new uPlot(
      {
        width,
        height,
        scales: { x: { time: x.time ?? false }, y: fromZero ? { range: (_, __, most) => [0, most * 1.1] } : {} },
        cursor: { points: { size: 7 } },
        legend: { show: lines.length > 1, live: false },
        axes: [{ ...axis, label: x.label, labelFont: "12px system-ui", labelSize: 20, incrs: x.time ? undefined : [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] }, { ...axis, size: 64 }],
        series: [
          { label: x.label },
          ...lines.map((line) => ({
            label: line.label,
            stroke: color(line.color),
            width: line.bold ? 2.5 : 1.25,
            paths: line.stepped ? uPlot.paths.stepped!({ align: 1 }) : undefined,
            points: { show: line.points ?? false, size: 7, fill: color(line.color) },
          })),
        ],
      },
      [x.values, ...lines.map((line) => line.values)] as uPlot.AlignedData,
      box.current!,
    );
    return () => plot.destroy();
  }, [width, height, theme, x, lines, fromZero]);
  return (
    <figure className="chart">
      <div ref={box} role="img" aria-label={`${title}. ${summary}`} />
      <figcaption>{summary}</figcaption>
      <details>
        <summary>Show as table</summary>
        <div className="table" tabIndex={0} role="region" aria-label={`${title} as table`}>
          <table>
            <thead>
              <tr>
                <th scope="col">{x.label}</th>
                {lines.map((line) => (
                  <th scope="col" key={line.label} className="number">
                    {line.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {x.values.map((value, i) => (
                <tr key={i}>
                  <td>{x.time ? new Date(value * 1000).toISOString().slice(11, 19) : value}</td>
                  {lines.map((line) => (
                    <td key={line.label} className="number">
                      {line.values[i] ?? "–"}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          <footer>
            <span className="json">
              JSON <Copy text={JSON.stringify(x.values.map((at, i) => ({ [x.label]: at, ...Object.fromEntries(lines.map((line) => [line.label, line.values[i]])) })), null, 2)} label={`Copy ${title} as JSON`} />
            </span>
          </footer>
        </div>
      </details>
    </figure>
  );
}
