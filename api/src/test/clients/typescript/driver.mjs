// Does with the official client, unchanged, what each line of its standard input says, and tells on
// its standard output what came of it: {id, result} or {id, error}, and {id, progress} before that.
import { createInterface } from "node:readline";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const tell = (event) => process.stdout.write(JSON.stringify(event) + "\n");
const calls = new Map();
let client = new Client({ name: "nobody", version: "0" });

const commands = {
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
};

createInterface({ input: process.stdin })
  .on("line", async (line) => {
    const command = JSON.parse(line);
    const { id } = command;
    try {
      tell({ id, result: await commands[command.do](command) });
    } catch (error) {
      tell({ id, error: { code: error?.code ?? 0, message: String(error?.message ?? error) } });
    }
  })
  .on("close", () => process.exit());
