import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// Built into the classes of the module, so that the pages travel in its jar.
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "../target/classes/io/peerz/devnet/explorer/web",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8090", "/v1": "http://127.0.0.1:8090", "/rpc": "http://127.0.0.1:8090", "/peerz": "http://127.0.0.1:8090" } },
});
