"""Calls models with the official SDKs as each line of standard input says, and tells on standard
output what the SDK made of the answer: {id, result} or {id, error}."""

import json
import sys

import anthropic
import openai
from google import genai
from google.genai import errors as google_errors
from google.genai import types

TOOL = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}


class Openai:
    def __init__(self, base, key):
        self.client = openai.OpenAI(base_url=base + "/openai/v1", api_key=key, max_retries=0)

    def models(self, _model):
        return {"ids": [model.id for model in self.client.models.list()]}

    def model(self, model):
        return {"id": self.client.models.retrieve(model).id}

    def chat(self, model):
        done = self.client.chat.completions.create(
            model=model, messages=[{"role": "user", "content": "Hello"}]
        )
        return {"text": done.choices[0].message.content, "tokens": done.usage.total_tokens}

    def chat_stream(self, model):
        stream = self.client.chat.completions.create(
            model=model, messages=[{"role": "user", "content": "Hello"}], stream=True
        )
        chunks = list(stream)
        text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
        return {"text": text, "usages": sum(1 for c in chunks if c.usage)}

    def chat_stream_with_usage(self, model):
        stream = self.client.chat.completions.create(
            model=model,
            messages=[{"role": "user", "content": "Hello"}],
            stream=True,
            stream_options={"include_usage": True},
        )
        return {"usages": sum(1 for c in stream if c.usage)}

    def chat_tools(self, model):
        function = {"name": "weather", "description": "The weather", "parameters": TOOL}
        done = self.client.chat.completions.create(
            model=model,
            messages=[{"role": "user", "content": "Weather in Vienna?"}],
            tools=[{"type": "function", "function": function}],
        )
        call = done.choices[0].message.tool_calls[0]
        return {"tool": call.function.name, "arguments": json.loads(call.function.arguments)}

    def responses(self, model):
        done = self.client.responses.create(model=model, input="Hello")
        return {"text": done.output_text, "tokens": done.usage.total_tokens}

    def responses_stream(self, model):
        text, last = "", None
        for event in self.client.responses.create(model=model, input="Hello", stream=True):
            text += event.delta if event.type == "response.output_text.delta" else ""
            last = event.type
        return {"text": text, "last": last}

    def embeddings(self, model):
        done = self.client.embeddings.create(model=model, input="Hello", encoding_format="float")
        return {"dimensions": len(done.data[0].embedding), "tokens": done.usage.total_tokens}


class Anthropic:
    def __init__(self, base, key):
        self.client = anthropic.Anthropic(
            base_url=base + "/anthropic", api_key=key, max_retries=0
        )

    def models(self, _model):
        return {"ids": [model.id for model in self.client.models.list()]}

    def messages(self, model):
        done = self.client.messages.create(
            model=model, max_tokens=64, messages=[{"role": "user", "content": "Hello"}]
        )
        return {"text": done.content[0].text, "tokens": done.usage.output_tokens}

    def messages_stream(self, model):
        with self.client.messages.stream(
            model=model, max_tokens=64, messages=[{"role": "user", "content": "Hello"}]
        ) as stream:
            text = "".join(stream.text_stream)
            return {"text": text, "stop": stream.get_final_message().stop_reason}

    def messages_tools(self, model):
        done = self.client.messages.create(
            model=model,
            max_tokens=64,
            messages=[{"role": "user", "content": "Weather in Vienna?"}],
            tools=[{"name": "weather", "description": "The weather", "input_schema": TOOL}],
        )
        use = next(block for block in done.content if block.type == "tool_use")
        return {"tool": use.name, "arguments": use.input}

    def count_tokens(self, model):
        done = self.client.messages.count_tokens(
            model=model, messages=[{"role": "user", "content": "Hello"}]
        )
        return {"tokens": done.input_tokens}


class Google:
    def __init__(self, base, key):
        self.client = genai.Client(
            api_key=key, http_options=types.HttpOptions(base_url=base + "/gemini")
        )

    def models(self, _model):
        return {"ids": [model.name for model in self.client.models.list()]}

    def generate(self, model):
        done = self.client.models.generate_content(model=model, contents="Hello")
        return {"text": done.text, "tokens": done.usage_metadata.total_token_count}

    def generate_stream(self, model):
        chunks = list(self.client.models.generate_content_stream(model=model, contents="Hello"))
        return {"text": "".join(chunk.text or "" for chunk in chunks)}

    def generate_tools(self, model):
        tool = types.FunctionDeclaration(
            name="weather", description="The weather", parameters_json_schema=TOOL
        )
        done = self.client.models.generate_content(
            model=model,
            contents="Weather in Vienna?",
            config=types.GenerateContentConfig(tools=[types.Tool(function_declarations=[tool])]),
        )
        call = done.function_calls[0]
        return {"tool": call.name, "arguments": call.args}

    def count_tokens(self, model):
        return {"tokens": self.client.models.count_tokens(model=model, contents="Hello").total_tokens}


def failure(error):
    if isinstance(error, google_errors.APIError):
        return {"kind": type(error).__name__, "status": error.code, "code": error.status}
    body = getattr(error, "body", None)
    inner = body.get("error", body) if isinstance(body, dict) else {}
    return {
        "kind": type(error).__name__,
        "status": getattr(error, "status_code", None),
        "code": inner.get("code") or inner.get("type"),
        "message": str(error),
    }


def main():
    base, key = sys.argv[1], sys.argv[2]
    sdks = {"openai": Openai(base, key), "anthropic": Anthropic(base, key), "google": Google(base, key)}
    known = (openai.APIError, anthropic.APIError, google_errors.APIError)
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            told = {"result": getattr(sdks[asked["sdk"]], asked["do"])(asked.get("model"))}
        except known as error:
            told = {"error": failure(error)}
        print(json.dumps({"id": asked["id"], **told}), flush=True)


main()
