import { useEffect, useState, useSyncExternalStore } from "react";
import { get } from "./api";

/** Where the chain is, as the server tells it; `connected` is false while no news can arrive. */
export interface Live {
  head: number;
  indexed: number;
  time: number;
  /** Base fee of the newest block. */
  gasPriceWei: string;
  /** Why the chain is not followed, or empty. */
  trouble: string;
  connected: boolean;
  since: number;
}

let state: Live = { head: 0, indexed: 0, time: 0, gasPriceWei: "", trouble: "", connected: true, since: Date.now() };
const listeners = new Set<() => void>();

function set(change: Partial<Live>): void {
  if (change.connected !== undefined && change.connected !== state.connected) change.since = Date.now();
  state = { ...state, ...change };
  listeners.forEach((listener) => listener());
}

const source = new EventSource("/api/v1/live");
source.addEventListener("open", () => set({ connected: true }));
source.addEventListener("error", () => set({ connected: false }));
source.addEventListener("tip", (event) => set({ ...JSON.parse((event as MessageEvent).data), connected: true }));

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLive(): Live {
  return useSyncExternalStore(subscribe, () => state);
}

export interface Loaded<T> {
  data?: T;
  error?: Error;
  since: number;
}

/** Loads a path and loads it again whenever the chain moved; old data stays until new is there. */
export function useData<T>(path: string | null, live = true): Loaded<T> {
  const { indexed } = useLive();
  const [loaded, setLoaded] = useState<Loaded<T> & { path?: string | null }>({ since: Date.now() });
  const tick = live ? indexed : 0;
  useEffect(() => {
    let current = true;
    if (path === null) return;
    get<T>(path).then(
      (data) => current && setLoaded({ data, path, since: Date.now() }),
      (error: Error) => current && setLoaded((old) => (old.path === path && old.data ? old : { error, path, since: Date.now() })),
    );
    return () => {
      current = false;
    };
  }, [path, tick]);
  return loaded.path === path ? loaded : { since: loaded.since };
}
