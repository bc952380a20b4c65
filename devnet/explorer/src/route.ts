import { useSyncExternalStore } from "react";

/** Where the reader is: everything after `#`, so that every screen has an address. */
export interface Route {
  path: string[];
  query: URLSearchParams;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  const [path, query] = hash.replace(/^#\/?/, "").split("?");
  return { path: (path ?? "").split("/").filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(query ?? "") };
}

export function go(path: string): void {
  window.location.hash = path;
}

/** Changes one word of the address's query; the screen stays where it is. */
export function setQuery(name: string, value: string): void {
  const [path, query] = window.location.hash.split("?");
  const parameters = new URLSearchParams(query ?? "");
  if (value) parameters.set(name, value);
  else parameters.delete(name);
  const text = parameters.toString();
  window.location.hash = `${path || "#/"}${text ? `?${text}` : ""}`;
}
