// A browser wallet for tests: announces itself by EIP-6963, keeps its key outside the page, and does what the test decides.
import { createWalletClient, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";

const refusal = (code, message) => Object.assign(new Error(message), { code });

export class TestWallet {
  calls = [];
  /** Names of methods that the person at the wallet declines next. */
  declines = new Set();
  chainId = 1;
  known = new Set([1]);

  constructor(key, rpc, name = "Test wallet") {
    this.account = privateKeyToAccount(key);
    this.rpc = rpc;
    this.name = name;
  }

  async request({ method, params = [] }) {
    this.calls.push(method);
    if (this.declines.delete(method)) throw refusal(4001, "User rejected the request.");
    switch (method) {
      case "eth_requestAccounts":
      case "eth_accounts":
        return [this.account.address];
      case "eth_chainId":
        return `0x${this.chainId.toString(16)}`;
      case "wallet_switchEthereumChain": {
        const wanted = Number(params[0].chainId);
        if (!this.known.has(wanted)) throw refusal(4902, "Unrecognized chain ID.");
        this.chainId = wanted;
        return null;
      }
      case "wallet_addEthereumChain": {
        const { rpcUrls, nativeCurrency, chainId } = params[0];
        if (nativeCurrency.decimals !== 18 || !rpcUrls[0].startsWith("http://127.0.0.1")) throw refusal(-32602, "Invalid parameters.");
        this.known.add(Number(chainId));
        return null;
      }
      case "eth_signTypedData_v4": {
        const typed = JSON.parse(params[1]);
        if (Number(typed.domain.chainId) !== this.chainId) throw refusal(-32603, "Provided chainId does not match the active chain.");
        return this.account.signTypedData(typed);
      }
      case "eth_sendTransaction": {
        const client = createWalletClient({ account: this.account, transport: http(this.rpc) });
        const { to, data, value } = params[0];
        return client.sendTransaction({ to, data, value: BigInt(value ?? 0), chain: null });
      }
      default:
        throw refusal(4200, `The wallet does not know ${method}.`);
    }
  }

  async install(page) {
    const door = `__${this.name.replaceAll(" ", "")}`;
    await page.exposeFunction(door, async (args) => {
      try {
        return { result: await this.request(args) };
      } catch (error) {
        return { error: { code: error.code ?? -32603, message: error.message } };
      }
    });
    await page.addInitScript(([name, door]) => {
      const provider = {
        async request(args) {
          const { result, error } = await window[door](args);
          if (error) throw Object.assign(new Error(error.message), { code: error.code });
          return result;
        },
        on() {},
        removeListener() {},
      };
      const info = Object.freeze({ uuid: `0f5d2a30-6d5c-4a0e-9d4b-${door}`, name, icon: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E", rdns: "test.wallet" });
      const announce = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }));
      window.addEventListener("eip6963:requestProvider", announce);
      announce();
    }, [this.name, door]);
  }
}
