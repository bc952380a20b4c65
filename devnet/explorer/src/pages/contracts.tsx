import { useEffect, useState, type FormEvent } from "react";
import type { Abi, AbiFunction, Hex } from "viem";
import { decodeFunctionResult, encodeFunctionData } from "viem";
import type { NetworkInfo } from "../api";
import { allAbis, decodeError, docOf, plain } from "../chain/abi";
import { rpc, RpcError } from "../chain/rpc";
import { Copy, Empty, Hash, Panel, Waiting } from "../ui/basic";
import { Table } from "../ui/table";
import { useData } from "../live";
import { Outcome, useAction, useRightChain } from "../wallet/actions";
import { call } from "../wallet/transact";

export function ContractsPage() {
  const info = useData<NetworkInfo>("/api/v1/network", false);
  return (
    <Panel title="Contracts" note="for reference: never send tokens to these addresses">
      <Table
        caption="Contracts"
        rows={Object.entries(info.data?.contracts ?? {})}
        rowKey={([name]) => name}
        columns={[
          { head: "contract", cell: ([name]) => <a href={`#/chain/contracts/${name}`}>{name}</a> },
          { head: "address", cell: ([, address]) => <><code>{address}</code> <Copy text={address} label="Copy address" /></> },
          { head: "history", wide: true, cell: ([, address]) => <a href={`#/chain/address/${address}`}>transactions</a> },
        ]}
      />
    </Panel>
  );
}

const signature = (fn: AbiFunction): string => `${fn.name}(${fn.inputs.map((input) => input.type).join(",")})`;

/** Text of a form field as a value of its type; tuples and lists are JSON. */
function parse(type: string, text: string): unknown {
  if (type.endsWith("]") || type.startsWith("tuple")) return JSON.parse(text);
  if (type === "bool") return text === "true";
  if (/^u?int/.test(type)) return BigInt(text);
  return text.trim();
}

export function ContractPage({ name }: { name: string }) {
  const info = useData<NetworkInfo>("/api/v1/network", false);
  const [abi, setAbi] = useState<Abi | null>(null);
  const [filter, setFilter] = useState("");
  const [block, setBlock] = useState("");
  useEffect(() => {
    void allAbis().then((all) => setAbi(all[name] ?? []));
  }, [name]);
  if (!abi || !info.data) return <Waiting what="the ABI" since={Date.now()} />;
  const at = info.data.contracts[name];
  if (!at) return <Empty>No contract {name} in this network.</Empty>;
  const functions = abi.filter((item): item is AbiFunction => item.type === "function" && item.name.toLowerCase().includes(filter.toLowerCase()));
  const reads = functions.filter((fn) => fn.stateMutability === "view" || fn.stateMutability === "pure");
  const writes = functions.filter((fn) => !reads.includes(fn));
  return (
    <>
      <div className="titlebar">
        <h1>{name}</h1>
        <p>
          <Hash value={at} to={`#/chain/address/${at}`} size={8} /> <Copy text={JSON.stringify(abi, null, 2)} label="Copy ABI as JSON" /> ABI
        </p>
        <label className="filter">
          Find a function <input value={filter} onChange={(e) => setFilter(e.target.value)} />
        </label>
      </div>
      <Panel
        title="Read"
        note="as far back as the chain keeps its state"
        actions={
          <label>
            at block <input value={block} onChange={(e) => setBlock(e.target.value)} pattern="[0-9]*" placeholder="newest" size={8} inputMode="numeric" />
          </label>
        }
      >
        {reads.map((fn) => (
          <FunctionForm key={signature(fn)} contract={name} at={at} abi={abi} fn={fn} write={false} block={block} />
        ))}
      </Panel>
      <Panel title="Write" note="asks your wallet; refused calls say why before anything is signed">
        {writes.map((fn) => (
          <FunctionForm key={signature(fn)} contract={name} at={at} abi={abi} fn={fn} write />
        ))}
      </Panel>
    </>
  );
}

function FunctionForm({ contract, at, abi, fn, write, block = "" }: { contract: string; at: Hex; abi: Abi; fn: AbiFunction; write: boolean; block?: string }) {
  const [values, setValues] = useState<string[]>(() => fn.inputs.map(() => ""));
  const [answer, setAnswer] = useState("");
  const [doc, setDoc] = useState<Awaited<ReturnType<typeof docOf>>>();
  useEffect(() => {
    void docOf(contract, fn).then(setDoc, () => {});
  }, [contract, fn]);
  const { connection, ready } = useRightChain();
  const [progress, run] = useAction();
  const id = `${contract}-${signature(fn)}`;
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (write) {
      await run(async () => call(await ready(), contract, at, fn.name, fn.inputs.map((input, i) => parse(input.type, values[i]!))));
      return;
    }
    try {
      const data = encodeFunctionData({ abi, functionName: fn.name, args: fn.inputs.map((input, i) => parse(input.type, values[i]!)) });
      const result = await rpc<Hex>("eth_call", [{ to: at, data }, block ? `0x${Number(block).toString(16)}` : "latest"]);
      setAnswer(JSON.stringify(plain(decodeFunctionResult({ abi, functionName: fn.name, data: result })), null, 2));
    } catch (error) {
      setAnswer(error instanceof RpcError && error.data ? `refused: ${await decodeError(error.data as Hex)}` : (error as Error).message);
    }
  }
  return (
    <details className="function">
      <summary>
        <code>{fn.name}</code> <small className="faint">{fn.inputs.map((input) => input.name || input.type).join(", ")}</small>
      </summary>
      <form onSubmit={(event) => void submit(event)}>
        {doc?.notice && <p className="faint">{doc.notice}</p>}
        {fn.inputs.map((input, i) => (
          <p key={i}>
            <label htmlFor={`${id}-${i}`}>
              {input.name || `argument ${i}`} <small className="faint">
                {input.type}
                {input.name && doc?.params?.[input.name] ? `: ${doc.params[input.name]}` : ""}
              </small>
            </label>
            <input id={`${id}-${i}`} value={values[i]} onChange={(e) => setValues(values.map((old, k) => (k === i ? e.target.value : old)))} required={input.type !== "bytes" && input.type !== "string"} />
          </p>
        ))}
        <button type="submit" disabled={write && !connection}>
          {write ? (connection ? "Send" : "Connect a wallet to send") : "Read"}
        </button>
        {answer && <pre>{answer}</pre>}
        <Outcome progress={progress} done="Sent" />
      </form>
    </details>
  );
}
