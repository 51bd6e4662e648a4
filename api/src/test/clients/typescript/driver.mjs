// The official client of the revisions with sessions, unchanged.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  ResultSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { obey, tell } from "./lines.mjs";

const calls = new Map();
let client = new Client({ name: "nobody", version: "0" });

const abilities = { sampling: {}, elicitation: { form: {} }, roots: { listChanged: true } };
const messages = [];
const notices = [];
const pages = [];

// What the application does with pages that it is asked to show.
function showPages(shower, action) {
  shower.setRequestHandler(ElicitRequestSchema, async ({ params }) => {
    pages.push(params);
    return { action };
  });
}

// Answers that a test can tell again.
function answerServers(able) {
  able.setRequestHandler(CreateMessageRequestSchema, async ({ params }) => ({
    role: "assistant",
    model: "of-the-test",
    content: { type: "text", text: `sampled ${params.maxTokens}` },
  }));
  able.setRequestHandler(ElicitRequestSchema, async () => ({
    action: "accept",
    content: { name: "Ana" },
  }));
  able.setRequestHandler(ListRootsRequestSchema, async () => ({
    roots: [{ uri: "file:///of/the/test", name: "test" }],
  }));
  able.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
    messages.push(params);
  });
}

obey({
  async connect({ url, key, able, shows }) {
    client = new Client(
      { name: "typescript", version: "1" },
      able || shows ? { capabilities: able ? abilities : { elicitation: { url: {} } } } : undefined,
    );
    if (shows) {
      showPages(client, shows);
    }
    if (able) {
      answerServers(client);
    }
    client.fallbackNotificationHandler = async (notice) => notices.push(notice);
    const headers = key ? { Authorization: `Bearer ${key}` } : {};
    const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
    await client.connect(transport);
    return { session: transport.sessionId };
  },

  listTools: () => client.listTools(),

  pages: async () => pages,

  request: ({ method, params }) => client.request({ method, params }, ResultSchema),

  heard: async () => ({ messages, notices }),

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
