import type { ReactNode } from "react";
import { setQuery, useRoute } from "../route";
import { Copy } from "./basic";

export interface Column<T> {
  head: string;
  cell: (row: T) => ReactNode;
  /** Right-aligned digits. */
  number?: boolean;
  /** Makes the column sortable. */
  sort?: (row: T) => bigint | number | string;
  /** Left out on narrow screens. */
  wide?: boolean;
}

/** JSON has no numbers of that size: they are written as text, as the API does. */
const exact = (_: string, value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);

interface Props<T> {
  caption: string;
  rows: T[];
  columns: Column<T>[];
  rowKey: (row: T) => string | number;
  empty?: ReactNode;
  more?: () => void;
}

function compare(a: bigint | number | string, b: bigint | number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Every table of the explorer: sortable where it makes sense, in the order that the address names; its rows can be copied as JSON. */
export function Table<T>({ caption, rows, columns, rowKey, empty, more }: Props<T>) {
  const [table, head, direction] = (useRoute().query.get("sort") ?? "").split("~");
  const by = table === caption ? columns.findIndex((column) => column.head === head) : -1;
  const up = direction === "up";
  const sort = columns[by]?.sort;
  const sorted = sort ? [...rows].sort((a, b) => (up ? 1 : -1) * compare(sort(a), sort(b))) : rows;
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    <div className="table" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption className="hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, i) => (
              <th
                key={column.head}
                scope="col"
                className={`${column.number ? "number" : ""} ${column.wide ? "wide" : ""}`}
                aria-sort={by === i ? (up ? "ascending" : "descending") : undefined}
              >
                {column.sort ? (
                  <button type="button" onClick={() => setQuery("sort", `${caption}~${column.head}~${by === i && !up ? "up" : "down"}`)}>
                    {column.head}
                    <span aria-hidden="true">{by === i ? (up ? " ↑" : " ↓") : ""}</span>
                  </button>
                ) : (
                  column.head
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <td key={column.head} className={`${column.number ? "number" : ""} ${column.wide ? "wide" : ""}`}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <footer>
        {more && (
          <button type="button" onClick={more}>
            Show older
          </button>
        )}
        <span className="json">
          JSON <Copy text={JSON.stringify(rows, exact, 2)} label={`Copy ${caption} as JSON`} />
        </span>
      </footer>
    </div>
  );
}
