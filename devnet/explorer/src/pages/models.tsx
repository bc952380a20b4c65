import { pageOf, type FineTuneJob, type Page, type ServedModel, type Shard } from "../api";
import { Account, Amount, Badge, Empty, Facts, Failure, Hash, NodeTag, Panel, Time, TxLink, Waiting } from "../ui/basic";
import { Table } from "../ui/table";
import { group } from "../format";
import { useData } from "../live";

interface Model {
  id: number;
  modelId: string;
  weightsRoot: string;
  tokenizerHash: string;
  geometry: Record<string, number | string>;
  registeredBy: string;
  time: number;
  tx: string;
}

const DTYPES = ["float32", "bfloat16", "8 bit in blocks of 32", "4 bit in blocks of 32", "float16"];

/** Weights of a model of this shape; experts and tied words are not known to the chain. */
function parameters(geometry: Model["geometry"]): number {
  const [layers, width, heads, kvHeads, head, inner, words] = ["layers", "dModel", "nHeads", "nKvHeads", "headDim", "dFf", "vocab"].map((name) => Number(geometry[name])) as [number, number, number, number, number, number, number];
  return layers * (2 * width * heads * head + 2 * width * kvHeads * head + 3 * width * inner) + width * words;
}

const millions = (count: number): string => (count >= 1e9 ? `${(count / 1e9).toPrecision(3)} B` : `${(count / 1e6).toPrecision(3)} M`);

/** What the gateway calls a base; the chain knows only its id. */
function useModelNames(): (modelId: string) => string | undefined {
  const served = useData<{ data: ServedModel[] }>("/v1/models");
  return (modelId) => served.data?.data.find((model) => model.peerz.modelId === modelId && !model.peerz.job)?.id;
}

export function ModelsPage() {
  const models = useData<Page<Model>>(pageOf("models", { limit: 100 }));
  const nameOf = useModelNames();
  if (models.error) return <Failure error={models.error} />;
  return (
    <Panel title="Models" note="registered on the chain; the cost of all work follows from these shapes">
      <Table
        caption="Models"
        rows={models.data?.rows ?? []}
        rowKey={(m) => m.modelId}
        columns={[
          { head: "model", cell: (m) => <a href={`#/models/${m.modelId}`}>{nameOf(m.modelId) ?? <Hash value={m.modelId} copy={false} />}</a> },
          { head: "layers", number: true, cell: (m) => m.geometry.layers, sort: (m) => Number(m.geometry.layers) },
          { head: "width", number: true, cell: (m) => group(m.geometry.dModel!), sort: (m) => Number(m.geometry.dModel) },
          { head: "weights", number: true, cell: (m) => `≈ ${millions(parameters(m.geometry))}`, sort: (m) => parameters(m.geometry) },
          { head: "precision", wide: true, cell: (m) => DTYPES[Number(m.geometry.weightDtype)] ?? "–" },
          { head: "words", number: true, cell: (m) => group(m.geometry.vocab!), sort: (m) => Number(m.geometry.vocab) },
          { head: "by", wide: true, cell: (m) => <Account value={m.registeredBy} /> },
          { head: "when", wide: true, cell: (m) => <Time at={m.time} /> },
          { head: "tx", cell: (m) => <TxLink value={m.tx} /> },
        ]}
        empty={<Empty command="./peerz model publish">No model is registered.</Empty>}
      />
    </Panel>
  );
}

export function ModelPage({ id }: { id: string }) {
  const model = useData<Model>(`/api/v1/models/${id}`);
  const shards = useData<Page<Shard>>(pageOf("shards", { key: id, limit: 200 }));
  const jobs = useData<Page<FineTuneJob>>(pageOf("jobs", { key: id, limit: 100 }));
  const nameOf = useModelNames();
  if (model.error) return <Failure error={model.error} />;
  if (!model.data) return <Waiting what="the model" since={model.since} />;
  const m = model.data;
  return (
    <>
      <h1>{nameOf(m.modelId) ?? <Hash value={m.modelId} />}</h1>
      <Panel className="lead">
        <Facts
          rows={[
            ["model id", <Hash value={m.modelId} size={10} key="i" />],
            ["root of the weights", <Hash value={m.weightsRoot} size={10} key="w" />],
            ["hash of the tokenizer", <Hash value={m.tokenizerHash} size={10} key="t" />],
            ["weights", `about ${millions(parameters(m.geometry))}, one matrix for words counted`],
            ["precision", `${DTYPES[Number(m.geometry.weightDtype)] ?? "unknown"}, results ${Number(m.geometry.profile) === 0 ? "exact to the bit" : "within a tolerance"}`],
            ...Object.entries(m.geometry).map(([name, value]) => [name, group(value)] as [string, string]),
            ["registered", <span key="r"><Time at={m.time} /> by <Account value={m.registeredBy} /> <TxLink value={m.tx} /></span>],
          ]}
        />
      </Panel>
      <Panel title="Served by">
        <Table
          caption="Served by"
          rows={(shards.data?.rows ?? []).filter((shard) => shard.current)}
          rowKey={(s) => s.id}
          columns={[
            { head: "node", cell: (s) => <NodeTag id={s.nodeId} /> },
            { head: "layers", cell: (s) => `${s.layerStart}–${s.layerEnd - 1}`, sort: (s) => s.layerStart },
            { head: "price per 10⁹ MACs", number: true, cell: (s) => <Amount wei={s.pricePerGcuWei} digits={9} />, sort: (s) => BigInt(s.pricePerGcuWei) },
          ]}
          empty={<Empty>No node serves this model.</Empty>}
        />
      </Panel>
      <Panel title="Adapters" note="what fine-tuning jobs made of it" actions={<a href="#/submit">train one</a>}>
        <Table
          caption="Adapters"
          rows={jobs.data?.rows ?? []}
          rowKey={(j) => j.jobId}
          columns={[
            { head: "job", cell: (j) => <Hash value={j.jobId} to={`#/jobs/${j.jobId}`} copy={false} /> },
            { head: "state", cell: (j) => <Badge kind={j.closed ? "good" : "warn"}>{j.closed ? "finished" : "running"}</Badge> },
            { head: "rounds", number: true, cell: (j) => `${j.settledRounds} of ${j.params.rounds}` },
            { head: "adapter root", cell: (j) => (j.adapterRoot ? <Hash value={j.adapterRoot} /> : "–") },
          ]}
          empty={<Empty>Nobody has trained an adapter on it yet.</Empty>}
        />
      </Panel>
    </>
  );
}
