// The official client of the revisions with sessions, unchanged.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { InMemoryTaskStore } from "@modelcontextprotocol/sdk/experimental/tasks/stores/in-memory.js";
import {
  CallToolResultSchema,
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
const taskAbilities = { requests: { sampling: { createMessage: {} }, elicitation: { create: {} } } };
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
  able.setRequestHandler(CreateMessageRequestSchema, async ({ params }, { taskStore }) => {
    const sampled = {
      role: "assistant",
      model: "of-the-test",
      content: { type: "text", text: `sampled ${params.maxTokens}` },
    };
    if (!params.task) {
      return sampled;
    }
    const task = await taskStore.createTask({ ttl: 60_000 });
    await taskStore.storeTaskResult(task.taskId, "completed", sampled);
    return { task };
  });
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
  async connect({ url, key, able, shows, tasks }) {
    const capabilities = able ? { ...abilities } : { elicitation: { url: {} } };
    const options = able || shows ? { capabilities } : undefined;
    if (tasks) {
      capabilities.tasks = taskAbilities;
      options.taskStore = new InMemoryTaskStore();
    }
    client = new Client({ name: "typescript", version: "1" }, options);
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

  async streamTool({ name, arguments: args }) {
    const seen = [];
    const options = { task: { ttl: 60_000 } };
    const stream = client.experimental.tasks.callToolStream(
      { name, arguments: args },
      CallToolResultSchema,
      options,
    );
    for await (const message of stream) {
      seen.push(message);
    }
    return { seen };
  },

  async abort({ call, reason }) {
    calls.get(call).abort(reason);
    return {};
  },
});
