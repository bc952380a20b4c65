import { useEffect, useState, type FormEvent } from "react";
import { get, type NetworkInfo } from "./api";
import { Empty, Waiting, useNow } from "./ui/basic";
import { Boundary } from "./ui/boundary";
import { gasPrice, group } from "./format";
import { useData, useLive } from "./live";
import { loadNames } from "./names";
import { AddressPage, BlockPage, ChainPage, EventsPage, TxPage } from "./pages/chain";
import { AuditsPage } from "./pages/audits";
import { BatchPage } from "./pages/batch";
import { ChannelPage } from "./pages/channel";
import { ChatPage } from "./pages/chat";
import { ContractPage, ContractsPage } from "./pages/contracts";
import { CreditPage } from "./pages/credit";
import { DevnetPage } from "./pages/devnet";
import { EarningsPage } from "./pages/earnings";
import { JobPage, JobsPage } from "./pages/jobs";
import { ModelPage, ModelsPage } from "./pages/models";
import { NetworkPage } from "./pages/network";
import { NodePage, NodesPage } from "./pages/nodes";
import { RewardsPage } from "./pages/rewards";
import { StatusPage } from "./pages/status";
import { SubmitPage } from "./pages/submit";
import { go, useRoute, type Route } from "./route";
import { WalletButton } from "./wallet/button";

const PLACES: [string, string][] = [
  ["", "Network"],
  ["nodes", "Nodes"],
  ["jobs", "Jobs"],
  ["earnings", "Earnings"],
  ["rewards", "Rewards"],
  ["audits", "Audits"],
  ["models", "Models"],
  ["chat", "Chat"],
  ["submit", "Fine-tune"],
  ["credit", "Credit"],
  ["chain", "Chain"],
  ["status", "Status"],
];

function Screen({ route }: { route: Route }) {
  const [first = "", second = "", third = ""] = route.path;
  switch (first) {
    case "":
      return <NetworkPage />;
    case "nodes":
      return second ? <NodePage key={second} id={second} /> : <NodesPage />;
    case "jobs":
      return second ? <JobPage key={second} id={second} /> : <JobsPage />;
    case "earnings":
      return <EarningsPage />;
    case "rewards":
      return <RewardsPage />;
    case "audits":
      return <AuditsPage />;
    case "models":
      return second ? <ModelPage key={second} id={second} /> : <ModelsPage />;
    case "submit":
      return <SubmitPage />;
    case "batches":
      return <BatchPage key={second} id={second} />;
    case "channels":
      return <ChannelPage key={second} id={second} />;
    case "chat":
      return <ChatPage key={route.query.get("model") ?? ""} />;
    case "credit":
      return <CreditPage />;
    case "devnet":
      return <DevnetPage />;
    case "status":
      return <StatusPage />;
    case "search":
      return <Search key={second} query={second} />;
    case "chain":
      switch (second) {
        case "":
          return <ChainPage />;
        case "block":
          return <BlockPage key={third} id={third} />;
        case "tx":
          return <TxPage key={third} hash={third} />;
        case "address":
          return <AddressPage key={third} address={third} />;
        case "events":
          return <EventsPage name={third || undefined} />;
        case "contracts":
          return third ? <ContractPage key={third} name={third} /> : <ContractsPage />;
      }
  }
  return <Empty>There is no such screen. The header leads to all of them.</Empty>;
}

/** Screens of one thing say in their own words what it is; lists are named by the navigation. */
function hasOwnTitle({ path }: Route): boolean {
  const [first, second, third] = path;
  return first === "chain" ? third !== undefined && second !== "events" : ["nodes", "jobs", "batches", "channels", "models"].includes(first ?? "") && second !== undefined;
}

/** Lets the server find out what a text names. */
function Search({ query }: { query: string }) {
  const [none, setNone] = useState(false);
  useEffect(() => {
    void get<{ place: string | null }>(`/api/v1/search?q=${encodeURIComponent(query.trim())}`).then(
      ({ place }) => (place ? go(place) : setNone(true)),
      () => setNone(true),
    );
  }, [query]);
  return none ? <Empty>Nothing on this network is named “{query}”. Try a block number, a hash, an address, or a node's name.</Empty> : <Waiting what={`“${query}”`} since={Date.now()} />;
}

type Theme = "auto" | "light" | "dark";

function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>(() => (localStorage.getItem("peerz.theme") as Theme | null) ?? "auto");
  useEffect(() => {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    localStorage.setItem("peerz.theme", theme);
  }, [theme]);
  return [theme, () => setTheme(theme === "auto" ? "light" : theme === "light" ? "dark" : "auto")];
}

function Banner() {
  const { connected, since, trouble } = useLive();
  const now = useNow();
  if (connected && !trouble) return null;
  if (connected) {
    return (
      <p className="banner" role="alert">
        The chain does not answer: {trouble}. What you see is of the newest block that was read; it goes on by itself.
      </p>
    );
  }
  return (
    <p className="banner" role="alert">
      No news since {Math.max(0, Math.round(now - since / 1000))} s: the explorer's server does not answer. What you see may be old; it reconnects by itself.
    </p>
  );
}

export function App() {
  const route = useRoute();
  const info = useData<NetworkInfo>("/api/v1/network", false).data;
  const { head, gasPriceWei } = useLive();
  const [theme, nextTheme] = useTheme();
  const [query, setQuery] = useState("");
  useEffect(() => void loadNames().catch(() => {}), []);
  useEffect(() => {
    const place = PLACES.find(([path]) => path === (route.path[0] ?? ""))?.[1] ?? route.path[0];
    document.title = `${place} · Peerz`;
    window.scrollTo(0, 0);
  }, [route.path.join("/")]);
  function search(event: FormEvent) {
    event.preventDefault();
    if (query.trim()) go(`/search/${encodeURIComponent(query.trim())}`);
    setQuery("");
  }
  const places = info?.devnet ? [...PLACES, ["devnet", "Devnet"] as [string, string]] : PLACES;
  return (
    <>
      <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById("main")?.focus(); }}>
        Skip to the content
      </a>
      <header className="top">
        <a className="brand" href="#/" aria-label="Peerz, to the network">
          <img src="/icon.svg" alt="" width="28" height="28" /> Peerz
        </a>
        <span className="chip" title="network, chain id, newest block and its base fee">
          {info?.name ?? "…"} <span className="faint">chain {info?.chainId ?? "…"}</span> <b>block {head ? group(head) : "…"}</b>{" "}
          {gasPriceWei && <span className="gas">gas {gasPrice(gasPriceWei)}</span>}
        </span>
        <form role="search" onSubmit={search}>
          <input type="search" aria-label="Search" placeholder="block, hash, address, node" value={query} onChange={(e) => setQuery(e.target.value)} />
        </form>
        <button type="button" onClick={nextTheme} aria-label={`Theme: ${theme}. Change it`} title={`Theme: ${theme}`}>
          {theme === "auto" ? "◐" : theme === "light" ? "☀" : "☾"}
        </button>
        <WalletButton info={info} />
      </header>
      <nav aria-label="Screens">
        {places.map(([path, name]) => (
          <a key={path} href={`#/${path}`} aria-current={(route.path[0] ?? "") === path ? "page" : undefined}>
            {name}
          </a>
        ))}
      </nav>
      <Banner />
      <main id="main" tabIndex={-1}>
        {!hasOwnTitle(route) && <h1 className="hidden">{places.find(([path]) => path === (route.path[0] ?? ""))?.[1] ?? route.path[0]}</h1>}
        <Boundary key={route.path.join("/")}>
          <Screen route={route} />
        </Boundary>
      </main>
      <footer className="bottom">Peerz {info?.version} · every figure is read from the chain or from signed receipts · times are the chain's</footer>
    </>
  );
}
