// Calls models with the official SDKs as each line of standard input says, and tells on standard
// output what the SDK made of the answer: {id, result} or {id, error}.
import readline from "node:readline";
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";

const [base, key] = process.argv.slice(2);
const hello = [{ role: "user", content: "Hello" }];
const weather = [{ role: "user", content: "Weather in Vienna?" }];
const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

const openai = new OpenAI({ baseURL: `${base}/openai/v1`, apiKey: key, maxRetries: 0 });
const anthropic = new Anthropic({ baseURL: `${base}/anthropic`, apiKey: key, maxRetries: 0 });
const google = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: `${base}/gemini` } });

async function all(pages) {
  const items = [];
  for await (const item of pages) items.push(item);
  return items;
}

const sdks = {
  openai: {
    models: async () => ({ ids: (await all(await openai.models.list())).map((model) => model.id) }),
    model: async (model) => ({ id: (await openai.models.retrieve(model)).id }),
    chat: async (model) => {
      const done = await openai.chat.completions.create({ model, messages: hello });
      return { text: done.choices[0].message.content, tokens: done.usage.total_tokens };
    },
    chat_stream: async (model) => {
      const chunks = await all(
        await openai.chat.completions.create({ model, messages: hello, stream: true }),
      );
      return {
        text: chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join(""),
        usages: chunks.filter((chunk) => chunk.usage).length,
      };
    },
    chat_stream_with_usage: async (model) => {
      const options = { stream: true, stream_options: { include_usage: true } };
      const chunks = await all(
        await openai.chat.completions.create({ model, messages: hello, ...options }),
      );
      return { usages: chunks.filter((chunk) => chunk.usage).length };
    },
    chat_tools: async (model) => {
      const tool = { name: "weather", description: "The weather", parameters: schema };
      const done = await openai.chat.completions.create({
        model,
        messages: weather,
        tools: [{ type: "function", function: tool }],
      });
      const call = done.choices[0].message.tool_calls[0].function;
      return { tool: call.name, arguments: JSON.parse(call.arguments) };
    },
    responses: async (model) => {
      const done = await openai.responses.create({ model, input: "Hello" });
      return { text: done.output_text, tokens: done.usage.total_tokens };
    },
    responses_stream: async (model) => {
      const events = await all(
        await openai.responses.create({ model, input: "Hello", stream: true }),
      );
      const deltas = events.filter((event) => event.type === "response.output_text.delta");
      return { text: deltas.map((event) => event.delta).join(""), last: events.at(-1).type };
    },
    embeddings: async (model) => {
      const done = await openai.embeddings.create({
        model,
        input: "Hello",
        encoding_format: "float",
      });
      return { dimensions: done.data[0].embedding.length, tokens: done.usage.total_tokens };
    },
  },
  anthropic: {
    models: async () => ({ ids: (await all(anthropic.models.list())).map((model) => model.id) }),
    messages: async (model) => {
      const done = await anthropic.messages.create({ model, max_tokens: 64, messages: hello });
      return { text: done.content[0].text, tokens: done.usage.output_tokens };
    },
    messages_stream: async (model) => {
      const stream = anthropic.messages.stream({ model, max_tokens: 64, messages: hello });
      let text = "";
      stream.on("text", (delta) => (text += delta));
      return { text: (await stream.finalText()) && text, stop: (await stream.finalMessage()).stop_reason };
    },
    messages_tools: async (model) => {
      const done = await anthropic.messages.create({
        model,
        max_tokens: 64,
        messages: weather,
        tools: [{ name: "weather", description: "The weather", input_schema: schema }],
      });
      const use = done.content.find((block) => block.type === "tool_use");
      return { tool: use.name, arguments: use.input };
    },
    count_tokens: async (model) => ({
      tokens: (await anthropic.messages.countTokens({ model, messages: hello })).input_tokens,
    }),
  },
  google: {
    models: async () => ({ ids: (await all(await google.models.list())).map((model) => model.name) }),
    generate: async (model) => {
      const done = await google.models.generateContent({ model, contents: "Hello" });
      return { text: done.text, tokens: done.usageMetadata.totalTokenCount };
    },
    generate_stream: async (model) => {
      const chunks = await all(
        await google.models.generateContentStream({ model, contents: "Hello" }),
      );
      return { text: chunks.map((chunk) => chunk.text ?? "").join("") };
    },
    generate_tools: async (model) => {
      const tool = { name: "weather", description: "The weather", parametersJsonSchema: schema };
      const done = await google.models.generateContent({
        model,
        contents: "Weather in Vienna?",
        config: { tools: [{ functionDeclarations: [tool] }] },
      });
      const call = done.functionCalls[0];
      return { tool: call.name, arguments: call.args };
    },
    count_tokens: async (model) => ({
      tokens: (await google.models.countTokens({ model, contents: "Hello" })).totalTokens,
    }),
  },
};

function failure(error) {
  const body = error.error?.error ?? error.error ?? {};
  return {
    kind: error.constructor.name,
    status: error.status ?? null,
    code: body.code ?? body.type ?? null,
    message: error.message,
  };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  let told;
  try {
    told = { result: await sdks[asked.sdk][asked.do](asked.model) };
  } catch (error) {
    told = { error: failure(error) };
  }
  console.log(JSON.stringify({ id: asked.id, ...told }));
}
