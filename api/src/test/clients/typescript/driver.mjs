// The official client of the revisions with sessions, unchanged.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { obey, tell } from "./lines.mjs";

const calls = new Map();
let client = new Client({ name: "nobody", version: "0" });

obey({
  async connect({ url, key }) {
    client = new Client({ name: "typescript", version: "1" });
    const headers = key ? { Authorization: `Bearer ${key}` } : {};
    const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
    await client.connect(transport);
    return { session: transport.sessionId };
  },

  listTools: () => client.listTools(),

  callTool({ id, name, arguments: args, options }) {
    const controller = new AbortController();
    calls.set(id, controller);
    return client.callTool({ name, arguments: args }, undefined, {
      ...options,
      signal: controller.signal,
      onprogress: (progress) => tell({ id, progress }),
    });
  },

  async abort({ call, reason }) {
    calls.get(call).abort(reason);
    return {};
  },
});
