// The client under test: has PRELOOP make a server of the address that a scenario has, as its owner
// does, and uses what is there as an agent does, with the official client. One process is told of
// all scenarios by `ask.mjs`; it says on which port it listens.
import { createServer } from "node:http";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";

const { PRELOOP, OWNER, KEY } = process.env;
const CONSENTS = 2;
const PATIENCE = 20_000;
const QUIET = 1_000;

async function rest(method, path, body) {
  const response = await fetch(`${PRELOOP}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${OWNER}`, "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${method} ${path}: ${response.status} ${text}`);
  }
  return text ? JSON.parse(text) : {};
}

function registration({ scenario, context, url }) {
  const name = `s-${randomUUID()}`;
  if (!scenario.startsWith("auth/")) {
    return { name, url };
  }
  const grant = scenario.includes("client-credentials") ? "client_credentials" : undefined;
  const { client_id, client_secret } = context;
  return { name, url, auth_type: "oauth", auth_config: { client_id, client_secret, grant } };
}

// The authorization servers of the suite ask nobody: who goes there is sent back at once.
async function authorize(server) {
  const { authorization_url } = await rest("POST", `${server}/oauth/authorize`);
  if (authorization_url) {
    const consent = await fetch(authorization_url, { redirect: "manual" });
    const back = await fetch(consent.headers.get("location"));
    if (!back.ok) {
      throw new Error(await back.text());
    }
  }
}

// A person agrees where it is said that more has to be granted, and does not do so for ever.
async function granted(server, use) {
  for (let asked = 0; ; asked++) {
    try {
      return await use();
    } catch (failure) {
      const { status, wanted_scope } = await rest("GET", `${server}/oauth`);
      const isGranted = status === "granted" && !wanted_scope;
      if (isGranted || asked === CONSENTS) {
        throw failure;
      }
      await authorize(server);
    }
  }
}

async function connected({ version }) {
  const client = new Client(
    { name: "conformance", version: "1" },
    {
      versionNegotiation: version === "2026-07-28" ? { mode: "auto" } : undefined,
      capabilities: { elicitation: { form: { applyDefaults: true } }, sampling: {}, roots: {} },
    },
  );
  client.setRequestHandler("elicitation/create", async ({ params }) => ({
    action: "accept",
    content: params.requestedSchema?.properties?.confirmed ? { confirmed: true } : {},
  }));
  client.setRequestHandler("roots/list", async () => ({ roots: [] }));
  const requestInit = { headers: { Authorization: `Bearer ${KEY}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${PRELOOP}/mcp`), { requestInit }));
  return client;
}

function given({ tool, input_schema: schema }) {
  const properties = schema.properties ?? {};
  return tool === "json_schema_echo"
    ? undefined
    : Object.fromEntries(
        Object.entries(properties)
          .filter(([, { type }]) => type === "number" || type === "integer")
          .map(([key], index) => [key, index + 2]),
      );
}

async function call(client, tool, args) {
  const result = await client.callTool({ name: tool.name, arguments: args }, { timeout: PATIENCE });
  if (result.isError) {
    throw new Error(`${tool.tool}: ${JSON.stringify(result.content)}`);
  }
}

async function callTools(client, server, context) {
  const { items } = await rest("GET", `${server}/tools`);
  await client.listTools();
  const calls = context.toolCalls ?? items.map((tool) => ({ name: tool.tool, arguments: given(tool) }));
  for (const { name: called, arguments: args } of calls) {
    const tool = items.find((each) => each.tool === called);
    const focal = items.find((each) => each.tool === "json_schema_2020_12_tool");
    if (tool) {
      await call(client, tool, args ?? { schema: focal.input_schema });
    }
  }
}

// What other servers of the account have is theirs, and is asked for in their own scenarios.
async function readTheRest(client) {
  const { resources } = await client.listResources();
  for (const { uri } of resources.slice(0, 1)) {
    await client.readResource({ uri });
  }
  const { prompts } = await client.listPrompts();
  for (const { name: prompt } of prompts.slice(0, 1)) {
    await client.getPrompt({ name: prompt });
  }
}

async function use(server, asked) {
  const client = await connected(asked);
  try {
    await callTools(client, server, asked.context);
    if (asked.scenario === "http-standard-headers") {
      await readTheRest(client);
    }
  } finally {
    await client.close();
  }
}

async function run(asked) {
  const { id } = await rest("POST", "/mcp-servers", registration(asked));
  const server = `/mcp-servers/${id}`;
  try {
    if (asked.scenario.startsWith("auth/")) {
      await authorize(server);
      await granted(server, () => rest("POST", `${server}/scan`));
      await granted(server, () => use(server, asked));
    } else {
      await rest("POST", `${server}/scan`);
      await use(server, asked);
    }
  } finally {
    await rest("DELETE", server);
  }
}

// The suite starts all at once, which a small machine takes seconds for, and times some of what it
// sees; and servers that are there at the same time take each other's names of tools. So one is run
// after the other, and the first when no more come.
let turn = Promise.resolve();
let lastCame = Date.now();

async function noMoreCome() {
  while (Date.now() - lastCame < QUIET) {
    await setTimeout(QUIET);
  }
}

function inTurn(task) {
  lastCame = Date.now();
  const mine = turn.then(noMoreCome).then(task);
  turn = mine.catch(() => {});
  return mine;
}

createServer(async (request, response) => {
  const asked = JSON.parse(Buffer.concat(await Array.fromAsync(request)));
  try {
    await inTurn(() => run(asked));
    response.end();
  } catch (failure) {
    response.writeHead(500).end(failure.stack);
  }
}).listen(0, "127.0.0.1", function () {
  console.log(`port ${this.address().port}`);
});
