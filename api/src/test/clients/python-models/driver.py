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


QUESTION = {"role": "user", "content": "Weather in Vienna?"}
RESULT = "21 degrees"


class Openai:
    def __init__(self, base, key):
        self.client = openai.OpenAI(base_url=base + "/openai/v1", api_key=key, max_retries=0)
        function = {"name": "weather", "description": "The weather", "parameters": TOOL}
        self.tools = [{"type": "function", "function": function}]
        self.response_tools = [{"type": "function", "strict": False, **function}]
        self.turn = None

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
        stop = [c.choices[0].finish_reason for c in chunks if c.choices][-1]
        return {"text": text, "stop": stop, "usages": sum(1 for c in chunks if c.usage)}

    def chat_stream_with_usage(self, model):
        stream = self.client.chat.completions.create(
            model=model,
            messages=[{"role": "user", "content": "Hello"}],
            stream=True,
            stream_options={"include_usage": True},
        )
        return {"usages": sum(1 for c in stream if c.usage)}

    def chat_tools(self, model):
        done = self.client.chat.completions.create(
            model=model, messages=[QUESTION], tools=self.tools
        )
        return self.called_in_chat(done)

    def chat_tools_stream(self, model):
        with self.client.chat.completions.stream(
            model=model, messages=[QUESTION], tools=self.tools
        ) as stream:
            return self.called_in_chat(stream.get_final_completion())

    def called_in_chat(self, done):
        self.turn = done.choices[0].message
        call = self.turn.tool_calls[0].function
        return {"tool": call.name, "arguments": json.loads(call.arguments)}

    def chat_result(self, model):
        result = {
            "role": "tool",
            "tool_call_id": self.turn.tool_calls[0].id,
            "content": RESULT,
        }
        done = self.client.chat.completions.create(
            model=model, messages=[QUESTION, self.turn, result], tools=self.tools
        )
        return {"text": done.choices[0].message.content}

    def responses(self, model):
        done = self.client.responses.create(model=model, input="Hello")
        return {"text": done.output_text, "tokens": done.usage.total_tokens}

    def responses_stream(self, model):
        text, last = "", None
        for event in self.client.responses.create(model=model, input="Hello", stream=True):
            text += event.delta if event.type == "response.output_text.delta" else ""
            last = event.type
        return {"text": text, "stop": last}

    def responses_tools(self, model):
        done = self.client.responses.create(
            model=model, input=[QUESTION], tools=self.response_tools
        )
        return self.called_in_response(done)

    def responses_tools_stream(self, model):
        with self.client.responses.stream(
            model=model, input=[QUESTION], tools=self.response_tools
        ) as stream:
            return self.called_in_response(stream.get_final_response())

    def called_in_response(self, done):
        self.turn = done.output
        call = self.called_function()
        return {"tool": call.name, "arguments": json.loads(call.arguments)}

    def called_function(self):
        return next(item for item in self.turn if item.type == "function_call")

    def responses_result(self, model):
        result = {
            "type": "function_call_output",
            "call_id": self.called_function().call_id,
            "output": RESULT,
        }
        turn = [item.model_dump(exclude_none=True) for item in self.turn]
        done = self.client.responses.create(
            model=model, input=[QUESTION, *turn, result], tools=self.response_tools
        )
        return {"text": done.output_text}

    def embeddings(self, model):
        done = self.client.embeddings.create(model=model, input="Hello")
        return {"dimensions": len(done.data[0].embedding), "tokens": done.usage.total_tokens}


class Anthropic:
    def __init__(self, base, key):
        self.client = anthropic.Anthropic(
            base_url=base + "/anthropic", api_key=key, max_retries=0
        )
        self.tools = [{"name": "weather", "description": "The weather", "input_schema": TOOL}]
        self.turn = None

    def models(self, _model):
        return {"ids": [model.id for model in self.client.models.list()]}

    def model(self, model):
        return {"id": self.client.models.retrieve(model).id}

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
            model=model, max_tokens=64, messages=[QUESTION], tools=self.tools
        )
        return self.called(done)

    def messages_tools_stream(self, model):
        with self.client.messages.stream(
            model=model, max_tokens=64, messages=[QUESTION], tools=self.tools
        ) as stream:
            return self.called(stream.get_final_message())

    def called(self, done):
        self.turn = done.content
        use = self.used()
        return {"tool": use.name, "arguments": use.input}

    def used(self):
        return next(block for block in self.turn if block.type == "tool_use")

    def messages_result(self, model):
        result = {"type": "tool_result", "tool_use_id": self.used().id, "content": RESULT}
        messages = [
            QUESTION,
            {"role": "assistant", "content": self.turn},
            {"role": "user", "content": [result]},
        ]
        done = self.client.messages.create(
            model=model, max_tokens=64, messages=messages, tools=self.tools
        )
        return {"text": done.content[0].text}

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
        tool = types.FunctionDeclaration(
            name="weather", description="The weather", parameters_json_schema=TOOL
        )
        self.config = types.GenerateContentConfig(tools=[types.Tool(function_declarations=[tool])])
        self.turn = None

    def models(self, _model):
        return {"ids": [model.name for model in self.client.models.list()]}

    def model(self, model):
        return {"id": self.client.models.get(model=model).name.removeprefix("models/")}

    def generate(self, model):
        done = self.client.models.generate_content(model=model, contents="Hello")
        return {"text": done.text, "tokens": done.usage_metadata.total_token_count}

    def generate_stream(self, model):
        chunks = list(self.client.models.generate_content_stream(model=model, contents="Hello"))
        text = "".join(chunk.text or "" for chunk in chunks)
        return {"text": text, "stop": chunks[-1].candidates[0].finish_reason}

    def generate_tools(self, model):
        done = self.client.models.generate_content(
            model=model, contents=QUESTION["content"], config=self.config
        )
        return self.called([done])

    def generate_tools_stream(self, model):
        stream = self.client.models.generate_content_stream(
            model=model, contents=QUESTION["content"], config=self.config
        )
        return self.called(list(stream))

    def called(self, chunks):
        self.turn = next(chunk for chunk in chunks if chunk.function_calls)
        call = self.turn.function_calls[0]
        return {"tool": call.name, "arguments": call.args}

    def generate_result(self, model):
        call = self.turn.function_calls[0]
        response = types.FunctionResponse(id=call.id, name=call.name, response={"is": RESULT})
        contents = [
            types.UserContent(QUESTION["content"]),
            self.turn.candidates[0].content,
            types.UserContent(types.Part(function_response=response)),
        ]
        done = self.client.models.generate_content(
            model=model, contents=contents, config=self.config
        )
        return {"text": done.text}

    def count_tokens(self, model):
        return {"tokens": self.client.models.count_tokens(model=model, contents="Hello").total_tokens}


def failure(error):
    if isinstance(error, google_errors.APIError):
        return {
            "kind": type(error).__name__,
            "status": error.code,
            "code": error.status,
            "message": error.message,
        }
    body = getattr(error, "body", None)
    inner = body.get("error", body) if isinstance(body, dict) else {}
    return {
        "kind": type(error).__name__,
        "status": getattr(error, "status_code", None),
        "code": inner.get("code") or inner.get("type"),
        "message": str(error),
    }


def clients(base, key):
    return {
        "openai": Openai(base, key),
        "anthropic": Anthropic(base, key),
        "google": Google(base, key),
    }


def main():
    base, key = sys.argv[1], sys.argv[2]
    usual = clients(base, key)
    for line in sys.stdin:
        asked = json.loads(line)
        sdks = clients(base, asked["key"]) if "key" in asked else usual
        try:
            told = {"result": getattr(sdks[asked["sdk"]], asked["do"])(asked.get("model"))}
        except Exception as error:  # what the SDK throws is what is asked
            told = {"error": failure(error)}
        print(json.dumps({"id": asked["id"], **told}), flush=True)


main()
