/** A refusal of the chain, with the revert data that came with it. */
export class RpcError extends Error {
  constructor(message: string, readonly code: number, readonly data?: string) {
    super(message);
  }
}

/** One JSON-RPC call through the pages' own server. */
export async function rpc<T>(method: string, params: unknown[] = []): Promise<T> {
  const reply = await fetch("/rpc", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const body = await reply.json();
  if (body.error) {
    const data = body.error.data;
    throw new RpcError(body.error.message ?? "the chain refused", body.error.code ?? 0, typeof data === "string" ? data : data?.data);
  }
  return body.result as T;
}

export interface Answer<T> {
  result?: T;
  error?: { message: string; code: number; data?: string };
}

/** Many calls in one request; each has its own answer, in the order of the calls. */
export async function rpcAll<T>(calls: { method: string; params: unknown[] }[]): Promise<Answer<T>[]> {
  if (calls.length === 0) return [];
  const reply = await fetch("/rpc", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(calls.map((call, id) => ({ jsonrpc: "2.0", id, ...call }))),
  });
  const answers = (await reply.json()) as (Answer<T> & { id: number })[];
  if (!Array.isArray(answers)) throw new RpcError("the chain refused the calls", 0);
  return calls.map((_, id) => answers.find((answer) => answer.id === id) ?? {});
}
