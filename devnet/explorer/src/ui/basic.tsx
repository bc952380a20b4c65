import { useEffect, useState, type ReactNode } from "react";
import { amount, ago, clock, exact, short } from "../format";
import { useLive } from "../live";
import { hueOf, nameOf, useNames } from "../names";

export function Panel(props: { title?: ReactNode; note?: ReactNode; actions?: ReactNode; children: ReactNode; className?: string }) {
  return (
    <section className={`panel ${props.className ?? ""}`}>
      {props.title && (
        <header>
          <h2>{props.title}</h2>
          {props.note && <span className="note">{props.note}</span>}
          {props.actions && <span className="actions">{props.actions}</span>}
        </header>
      )}
      {props.children}
    </section>
  );
}

export function Copy({ text, label = "Copy" }: { text: string; label?: string }) {
  const [done, setDone] = useState(false);
  return (
    <button
      type="button"
      className="copy"
      title={label}
      aria-label={label}
      onClick={() => {
        void navigator.clipboard?.writeText(text).then(() => setDone(true));
        setTimeout(() => setDone(false), 1200);
      }}
    >
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        {done ? <path d="M3 8.5 6.5 12 13 4.5" /> : <path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" />}
      </svg>
    </button>
  );
}

/** A node by its colour, letter and name. */
export function NodeTag({ id, link = true }: { id: string; link?: boolean }) {
  useNames();
  const name = nameOf(id) ?? short(id, 3);
  const tag = (
    <>
      <span className={`dot hue${hueOf(id)}`} aria-hidden="true">
        {name.startsWith("0x") ? name.slice(2, 3) : name.slice(0, 1)}
      </span>
      {name}
    </>
  );
  return link ? (
    <a className="nodetag" href={`#/nodes/${id}`} title={id}>
      {tag}
    </a>
  ) : (
    <span className="nodetag">{tag}</span>
  );
}

/** Any hash or address: a name where one is known, a link where there is a page, and a copy button. */
export function Hash({ value, to, size = 4, copy = true }: { value: string; to?: string; size?: number; copy?: boolean }) {
  useNames();
  const name = nameOf(value);
  const text = name ? <span className="named">{name}</span> : <code>{short(value, size)}</code>;
  return (
    <span className="hash">
      {to ? (
        <a href={to} title={value}>
          {text}
        </a>
      ) : (
        <span title={value}>{text}</span>
      )}
      {copy && <Copy text={value} label={`Copy ${short(value, size)}`} />}
    </span>
  );
}

export const Account = ({ value }: { value: string }) => <Hash value={value} to={`#/chain/address/${value}`} />;
export const TxLink = ({ value }: { value: string }) => <Hash value={value} to={`#/chain/tx/${value}`} copy={false} />;

export function Amount({ wei, unit = "PRZ", digits = 4, plus = false }: { wei: string | bigint | null | undefined; unit?: string; digits?: number; plus?: boolean }) {
  if (wei === null || wei === undefined) return <span className="faint">–</span>;
  return (
    <span className="amount" title={`${exact(wei)} ${unit}`}>
      {plus && BigInt(wei) > 0n ? "+" : ""}
      {amount(wei, digits)} <small>{unit}</small>
    </span>
  );
}

export function useNow(): number {
  const [now, setNow] = useState(() => Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Relative to the newest block, so that a chain with a clock of its own reads well. */
export function Time({ at }: { at: number }) {
  const { time } = useLive();
  const now = useNow();
  return (
    <time dateTime={new Date(at * 1000).toISOString()} title={clock(at)}>
      {ago(at, Math.max(time, Math.min(now, time + 60)))}
    </time>
  );
}

export function Badge({ kind, children }: { kind: "good" | "bad" | "warn" | "plain"; children: ReactNode }) {
  const glyph = { good: "●", bad: "✖", warn: "▲", plain: "○" }[kind];
  return (
    <span className={`badge ${kind}`}>
      <span aria-hidden="true">{glyph}</span> {children}
    </span>
  );
}

export function Stat({ label, children, hint }: { label: string; children: ReactNode; hint?: string }) {
  return (
    <div className="stat" title={hint}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function Stats({ children }: { children: ReactNode }) {
  return <dl className="stats">{children}</dl>;
}

/** Facts one under the other. */
export function Facts({ rows }: { rows: [string, ReactNode][] }) {
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Empty({ children, command }: { children: ReactNode; command?: string }) {
  return (
    <p className="empty">
      {children}
      {command && (
        <span className="command">
          <code>{command}</code>
          <Copy text={command} label={`Copy command: ${command}`} />
        </span>
      )}
    </p>
  );
}

/** What is being waited for and since when; never a bare spinner. */
export function Waiting({ what, since }: { what: string; since: number }) {
  const now = useNow();
  const seconds = Math.max(0, Math.round(now - since / 1000));
  return (
    <p className="waiting" role="status">
      Loading {what}
      {seconds >= 2 ? ` … ${seconds} s` : " …"}
    </p>
  );
}

export function Failure({ error }: { error: Error }) {
  return (
    <p className="failure" role="alert">
      <span aria-hidden="true">✖ </span>
      {error.message}
    </p>
  );
}

export function Bar({ part, of, label }: { part: number; of: number; label: string }) {
  return <meter min={0} max={Math.max(1, of)} value={part} aria-label={label} title={label} />;
}
