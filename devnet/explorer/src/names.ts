import { useSyncExternalStore } from "react";
import { get } from "./api";

// Names that the server's machine knows for addresses and node ids, and one colour per node.

let names: Record<string, string> = {};
const listeners = new Set<() => void>();

export async function loadNames(): Promise<void> {
  names = await get<Record<string, string>>("/api/v1/names");
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useNames(): Record<string, string> {
  return useSyncExternalStore(subscribe, () => names);
}

export function nameOf(id: string | null | undefined): string | undefined {
  return id ? names[id.toLowerCase()] : undefined;
}

/** A colour that stays with a node: the place of its id among eight hues. */
export function hueOf(id: string): number {
  const name = nameOf(id);
  const order = ["ada", "bob", "cy", "dan", "eve", "fay", "gus", "hal"];
  const place = name ? order.indexOf(name) : -1;
  return place >= 0 ? place : parseInt(id.slice(2, 10), 16) % 8;
}
