// The official client of revision 2026-07-28, unchanged, which finds out what the server speaks.
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { obey, tell } from "./lines.mjs";

const calls = new Map();
const pages = [];
let client;

// What the application does with pages that it is asked to show.
function showPages(shower, action) {
  shower.setRequestHandler("elicitation/create", async ({ params }) => {
    pages.push(params);
    return { action };
  });
}

obey({
  async connect({ url, key, shows }) {
    client = new Client(
      { name: "typescript", version: "2" },
      {
        versionNegotiation: { mode: "auto" },
        ...(shows && { capabilities: { elicitation: { url: {} } } }),
      },
    );
    if (shows) {
      showPages(client, shows);
    }
    const requestInit = { headers: { Authorization: `Bearer ${key}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
    return { version: client.getNegotiatedProtocolVersion() };
  },

  listTools: () => client.listTools(),

  pages: async () => pages,

  callTool({ id, name, arguments: args, options }) {
    const controller = new AbortController();
    calls.set(id, controller);
    return client.callTool(
      { name, arguments: args },
      {
        ...options,
        signal: controller.signal,
        onprogress: (progress) => tell({ id, progress }),
      },
    );
  },

  async abort({ call, reason }) {
    calls.get(call).abort(reason);
    return {};
  },
});
