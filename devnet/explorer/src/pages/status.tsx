import { type NetworkInfo, type Swarm } from "../api";
import { Badge, Facts, Failure, Panel, Time, Waiting } from "../ui/basic";
import { group } from "../format";
import { useData, useLive } from "../live";

export function StatusPage() {
  const info = useData<NetworkInfo>("/api/v1/network");
  const swarm = useData<Swarm>("/peerz/v1/swarm");
  const live = useLive();
  if (info.error) return <Failure error={info.error} />;
  if (!info.data) return <Waiting what="the status" since={info.since} />;
  const i = info.data;
  return (
    <>
      <Panel title="Index">
        <Facts
          rows={[
            ["chain head", group(i.head)],
            ["indexed", group(i.indexed ?? 0)],
            ["lag", <Badge key="l" kind={(i.lagBlocks ?? 0) <= 2 ? "good" : "warn"}>{`${i.lagBlocks ?? 0} blocks`}</Badge>],
            ["newest block", i.time ? <Time at={i.time} key="t" /> : "–"],
            ["trouble", i.trouble || "none"],
            ...Object.entries(i.totals).filter(([name]) => name !== "earnedWei").map(([name, count]) => [name, group(count)] as [string, string]),
          ]}
        />
      </Panel>
      <Panel title="Doors">
        <Facts
          rows={[
            ["live stream", <Badge key="s" kind={live.connected ? "good" : "bad"}>{live.connected ? "connected" : "lost"}</Badge>],
            ["gateway", swarm.error ? <Badge kind="bad" key="g">{swarm.error.message}</Badge> : <Badge kind={swarm.data?.problem ? "warn" : "good"} key="g">{swarm.data ? swarm.data.problem || `serves ${swarm.data.model}` : "asking …"}</Badge>],
            ["API", <code key="a">{`${i.api}v1`}</code>],
            ["JSON-RPC", <code key="r">{i.rpc}</code>],
            ["network", `${i.name}, chain id ${i.chainId}`],
            ["version", i.version],
          ]}
        />
      </Panel>
    </>
  );
}
