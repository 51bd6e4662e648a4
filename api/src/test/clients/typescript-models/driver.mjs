// Calls models with the official SDKs as each line of standard input says, and tells on standard
// output what the SDK made of the answer: {id, result} or {id, error}.
import readline from "node:readline";
import Anthropic from "@anthropic-ai/sdk";
import { ApiError, GoogleGenAI } from "@google/genai";
import OpenAI from "openai";

const [base, key] = process.argv.slice(2);
const hello = [{ role: "user", content: "Hello" }];
const weather = [{ role: "user", content: "Weather in Vienna?" }];
const question = weather[0].content;
const outcome = "21 degrees";
const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

async function all(pages) {
  const items = [];
  for await (const item of pages) items.push(item);
  return items;
}

function openaiSdk(key) {
  const openai = new OpenAI({ baseURL: `${base}/openai/v1`, apiKey: key, maxRetries: 0 });
  const tool = { name: "weather", description: "The weather", parameters: schema };
  const chatTools = [{ type: "function", function: tool }];
  const responseTools = [{ type: "function", strict: false, ...tool }];
  let turn;

  const calledInChat = (done) => {
    turn = done.choices[0].message;
    const call = turn.tool_calls[0].function;
    return { tool: call.name, arguments: JSON.parse(call.arguments) };
  };
  const calledFunction = () => turn.find((item) => item.type === "function_call");
  const calledInResponse = (done) => {
    turn = done.output;
    const call = calledFunction();
    return { tool: call.name, arguments: JSON.parse(call.arguments) };
  };
  return {
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
        stop: chunks.findLast((chunk) => chunk.choices[0]).choices[0].finish_reason,
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
    chat_tools: async (model) =>
      calledInChat(
        await openai.chat.completions.create({ model, messages: weather, tools: chatTools }),
      ),
    chat_tools_stream: async (model) =>
      calledInChat(
        await openai.chat.completions
          .stream({ model, messages: weather, tools: chatTools })
          .finalChatCompletion(),
      ),
    chat_result: async (model) => {
      const result = { role: "tool", tool_call_id: turn.tool_calls[0].id, content: outcome };
      const messages = [...weather, turn, result];
      const done = await openai.chat.completions.create({ model, messages, tools: chatTools });
      return { text: done.choices[0].message.content };
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
      return { text: deltas.map((event) => event.delta).join(""), stop: events.at(-1).type };
    },
    responses_tools: async (model) =>
      calledInResponse(
        await openai.responses.create({ model, input: weather, tools: responseTools }),
      ),
    responses_tools_stream: async (model) =>
      calledInResponse(
        await openai.responses
          .stream({ model, input: weather, tools: responseTools })
          .finalResponse(),
      ),
    responses_result: async (model) => {
      const call = calledFunction();
      const result = { type: "function_call_output", call_id: call.call_id, output: outcome };
      const input = [...weather, ...turn, result];
      const done = await openai.responses.create({ model, input, tools: responseTools });
      return { text: done.output_text };
    },
    embeddings: async (model) => {
      const done = await openai.embeddings.create({ model, input: "Hello" });
      return { dimensions: done.data[0].embedding.length, tokens: done.usage.total_tokens };
    },
  };
}

function anthropicSdk(key) {
  const anthropic = new Anthropic({ baseURL: `${base}/anthropic`, apiKey: key, maxRetries: 0 });
  const tools = [{ name: "weather", description: "The weather", input_schema: schema }];
  const asked = { max_tokens: 64, messages: weather, tools };
  let turn;

  const used = () => turn.find((block) => block.type === "tool_use");
  const called = (done) => {
    turn = done.content;
    return { tool: used().name, arguments: used().input };
  };
  return {
    models: async () => ({ ids: (await all(anthropic.models.list())).map((model) => model.id) }),
    model: async (model) => ({ id: (await anthropic.models.retrieve(model)).id }),
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
    messages_tools: async (model) => called(await anthropic.messages.create({ model, ...asked })),
    messages_tools_stream: async (model) =>
      called(await anthropic.messages.stream({ model, ...asked }).finalMessage()),
    messages_result: async (model) => {
      const result = { type: "tool_result", tool_use_id: used().id, content: outcome };
      const messages = [
        ...weather,
        { role: "assistant", content: turn },
        { role: "user", content: [result] },
      ];
      const done = await anthropic.messages.create({ model, max_tokens: 64, messages, tools });
      return { text: done.content[0].text };
    },
    count_tokens: async (model) => ({
      tokens: (await anthropic.messages.countTokens({ model, messages: hello })).input_tokens,
    }),
  };
}

function googleSdk(key) {
  const google = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: `${base}/gemini` } });
  const tool = { name: "weather", description: "The weather", parametersJsonSchema: schema };
  const config = { tools: [{ functionDeclarations: [tool] }] };
  let turn;

  const called = (chunks) => {
    turn = chunks.find((chunk) => chunk.functionCalls?.length);
    const call = turn.functionCalls[0];
    return { tool: call.name, arguments: call.args };
  };
  return {
    models: async () => ({ ids: (await all(await google.models.list())).map((model) => model.name) }),
    model: async (model) => ({
      id: (await google.models.get({ model })).name.replace("models/", ""),
    }),
    generate: async (model) => {
      const done = await google.models.generateContent({ model, contents: "Hello" });
      return { text: done.text, tokens: done.usageMetadata.totalTokenCount };
    },
    generate_stream: async (model) => {
      const chunks = await all(
        await google.models.generateContentStream({ model, contents: "Hello" }),
      );
      return {
        text: chunks.map((chunk) => chunk.text ?? "").join(""),
        stop: chunks.at(-1).candidates[0].finishReason,
      };
    },
    generate_tools: async (model) =>
      called([await google.models.generateContent({ model, contents: question, config })]),
    generate_tools_stream: async (model) =>
      called(
        await all(await google.models.generateContentStream({ model, contents: question, config })),
      ),
    generate_result: async (model) => {
      const { id, name } = turn.functionCalls[0];
      const contents = [
        { role: "user", parts: [{ text: question }] },
        turn.candidates[0].content,
        { role: "user", parts: [{ functionResponse: { id, name, response: { is: outcome } } }] },
      ];
      return { text: (await google.models.generateContent({ model, contents, config })).text };
    },
    count_tokens: async (model) => ({
      tokens: (await google.models.countTokens({ model, contents: "Hello" })).totalTokens,
    }),
  };
}

function clients(key) {
  return { openai: openaiSdk(key), anthropic: anthropicSdk(key), google: googleSdk(key) };
}

/** Google's has the body for a message. */
function failure(error) {
  const body =
    error instanceof ApiError ? JSON.parse(error.message).error : (error.error?.error ?? error.error);
  return {
    kind: error.constructor.name,
    status: error.status ?? null,
    code: (error instanceof ApiError ? body.status : (body?.code ?? body?.type)) ?? null,
    message: error.message,
  };
}

const usual = clients(key);
for await (const line of readline.createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const sdks = asked.key ? clients(asked.key) : usual;
  let told;
  try {
    told = { result: await sdks[asked.sdk][asked.do](asked.model) };
  } catch (error) {
    told = { error: failure(error) };
  }
  console.log(JSON.stringify({ id: asked.id, ...told }));
}
