// The tools that ask their client for something before they answer. To a client of revision
// 2026-07-28 the question is the result; the SDK asks an older one and calls the tool again.
import { acceptedContent, inputRequired, inputResponse } from "@modelcontextprotocol/server";
import { z } from "zod";
import { text } from "./content.mjs";

export const form = (message, properties, required = Object.keys(properties)) =>
  inputRequired.elicit({ message, requestedSchema: { type: "object", properties, required } });

const sample = (words, maxTokens) =>
  inputRequired.createMessage({ messages: [{ role: "user", content: text(words) }], maxTokens });

const said = (words) => ({ content: [text(words)] });

const STRING = { type: "string" };

// A tool that asks one thing, and says what came of it once it is there.
function asking(server, name, ask, answer, inputSchema = z.object({})) {
  server.registerTool(name, { description: `Asks, as ${name}`, inputSchema }, (args, ctx) => {
    const response = inputResponse(ctx.mcpReq.inputResponses, "asked");
    return response.kind === "missing"
      ? inputRequired({ inputRequests: { asked: ask(args) } })
      : said(answer(response));
  });
}

const choices = (first, second) => [
  { const: "value1", title: first },
  { const: "value2", title: second },
];

const DEFAULTS = {
  name: { type: "string", default: "John Doe" },
  age: { type: "integer", default: 30 },
  score: { type: "number", default: 95.5 },
  status: { type: "string", enum: ["active", "inactive", "pending"], default: "active" },
  verified: { type: "boolean", default: true },
};

const ENUMS = {
  untitledSingle: { type: "string", enum: ["option1", "option2", "option3"] },
  titledSingle: { type: "string", oneOf: choices("First Option", "Second Option") },
  legacyEnum: { type: "string", enum: ["opt1", "opt2"], enumNames: ["Option One", "Option Two"] },
  untitledMulti: { type: "array", items: { type: "string", enum: ["option1", "option2"] } },
  titledMulti: { type: "array", items: { anyOf: choices("First Choice", "Second Choice") } },
};

const completed = ({ action, content }) =>
  `Elicitation completed: action=${action}, content=${JSON.stringify(content)}`;

export function addQuestions(server) {
  asking(
    server,
    "test_missing_capability",
    () => sample("To whoever cannot sample", 10),
    ({ result }) => result.content.text,
  );
  asking(
    server,
    "test_sampling",
    ({ prompt }) => sample(prompt, 100),
    ({ result }) => `LLM response: ${result.content.text}`,
    z.object({ prompt: z.string() }),
  );
  asking(
    server,
    "test_elicitation",
    ({ message }) => form(message, { username: STRING, email: STRING }),
    ({ action, content }) => `User response: ${action}, ${JSON.stringify(content)}`,
    z.object({ message: z.string() }),
  );
  asking(
    server,
    "test_elicitation_sep1034_defaults",
    () => form("Is this right?", DEFAULTS, []),
    completed,
  );
  asking(
    server,
    "test_elicitation_sep1330_enums",
    () => form("Which of these?", ENUMS, []),
    completed,
  );
}

// What revision 2026-07-28 has beyond one question: `mint` signs what a client is to bring back.
export function addInputRequired(server, mint) {
  const add = (name, run) => {
    const whole = `test_input_required_result_${name}`;
    const inputSchema = z.object({});
    server.registerTool(whole, { description: `Asks, as ${name}`, inputSchema }, (_, { mcpReq }) =>
      run(mcpReq.inputResponses, mcpReq),
    );
  };

  add("elicitation", (given) => {
    const name = acceptedContent(given, "user_name", z.object({ name: z.string() }));
    return name
      ? said(`Hello, ${name.name}!`)
      : inputRequired({
          inputRequests: { user_name: form("What is your name?", { name: STRING }) },
        });
  });

  add("sampling", (given) => {
    const { result } = inputResponse(given, "capital_question");
    return result
      ? said(result.content.text)
      : inputRequired({
          inputRequests: { capital_question: sample("What is the capital of France?", 100) },
        });
  });

  add("list_roots", (given) => {
    const { roots } = inputResponse(given, "client_roots");
    return roots
      ? said(`Roots: ${roots.map((root) => root.uri).join(" ")}`)
      : inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } });
  });

  const confirming = (word) => async (given, { requestState }) =>
    requestState()?.asked === word && acceptedContent(given, "confirm")
      ? said(`${word}-ok`)
      : inputRequired({
          inputRequests: { confirm: form("Please confirm", { ok: { type: "boolean" } }) },
          requestState: await mint({ asked: word }),
        });
  add("request_state", confirming("state"));
  add("tampered_state", confirming("integrity"));

  add("multiple_inputs", async (given, { requestState }) => {
    const name = acceptedContent(given, "user_name");
    const { result } = inputResponse(given, "greeting");
    const { roots } = inputResponse(given, "client_roots");
    return requestState() && name && result && roots
      ? said(`${result.content.text}, ${name.name} of ${roots.length}`)
      : inputRequired({
          inputRequests: {
            user_name: form("What is your name?", { name: STRING }),
            greeting: sample("Generate a greeting", 50),
            client_roots: inputRequired.listRoots(),
          },
          requestState: await mint({ asked: "all" }),
        });
  });

  add("multi_round", async (given, { requestState }) => {
    const name = requestState()?.name ?? acceptedContent(given, "step1")?.name;
    const color = acceptedContent(given, "step2")?.color;
    if (name && color) {
      return said(`${name} likes ${color}`);
    }
    return inputRequired({
      inputRequests: name
        ? { step2: form("Step 2: What is your favorite color?", { color: STRING }) }
        : { step1: form("Step 1: What is your name?", { name: STRING }) },
      requestState: await mint(name ? { round: 2, name } : { round: 1 }),
    });
  });

  add("capabilities", (given, { envelope }) => {
    const able = envelope?.["io.modelcontextprotocol/clientCapabilities"] ?? {};
    const asked = {
      ...(able.elicitation && { elicit_input: form("Your value?", { value: STRING }) }),
      ...(able.sampling && { sample_input: sample("Say something", 50) }),
    };
    const isAnswered = Object.keys(given ?? {}).length > 0;
    return isAnswered || Object.keys(asked).length === 0
      ? said("Asked for what the client can do")
      : inputRequired({ inputRequests: asked });
  });
}
