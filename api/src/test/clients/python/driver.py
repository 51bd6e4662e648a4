"""Does with the official client what each line of its standard input says, and tells on its
standard output what came of it: {id, result} or {id, error}, and {id, progress} before that."""

import asyncio
import json
import sys

from mcp import Client
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client
from mcp.shared.exceptions import MCPError
from mcp_types import CreateMessageResult, ElicitResult, ListRootsResult, Root, TextContent


def tell(event):
    print(json.dumps(event), flush=True)


def plain(result):
    return result.model_dump(mode="json", by_alias=True, exclude_none=True)


async def sample(_context, params):
    text = TextContent(type="text", text=f"sampled {params.max_tokens}")
    return CreateMessageResult(role="assistant", model="of-the-test", content=text)


async def elicit(_context, _params):
    return ElicitResult(action="accept", content={"name": "Ana"})


async def roots(_context):
    return ListRootsResult(roots=[Root(uri="file:///of/the/test", name="test")])


class Driver:
    def __init__(self):
        self.client = None
        self.connection = None
        self.closing = asyncio.Event()
        self.listening = None
        self.calls = {}
        self.messages = []
        self.notices = []

    async def logged(self, params):
        self.messages.append(plain(params))

    async def noticed(self, message):
        if not isinstance(message, Exception):
            self.notices.append({"method": message.method})

    async def hold(self, url, key, era, opened):
        """A connection is closed by the task that opened it."""
        http = create_mcp_http_client({"Authorization": f"Bearer {key}"})
        try:
            async with http, Client(
                streamable_http_client(url, http_client=http),
                mode=era,
                sampling_callback=sample,
                elicitation_callback=elicit,
                list_roots_callback=roots,
                logging_callback=self.logged,
                log_level="debug",
                message_handler=self.noticed,
            ) as client:
                opened.set_result(client)
                await self.closing.wait()
        except Exception as error:
            if opened.done():
                raise
            opened.set_exception(error)

    async def connect(self, command):
        opened = asyncio.get_running_loop().create_future()
        self.connection = asyncio.create_task(
            self.hold(command["url"], command["key"], command["era"], opened)
        )
        self.client = await opened
        return {"version": self.client.protocol_version}

    async def close(self, _command):
        self.closing.set()
        await self.connection
        return {}

    async def listTools(self, _command):
        return plain(await self.client.list_tools(cache_mode="bypass"))

    async def listResources(self, _command):
        return plain(await self.client.list_resources())

    async def readResource(self, command):
        return plain(await self.client.read_resource(command["uri"]))

    async def listPrompts(self, _command):
        return plain(await self.client.list_prompts())

    async def getPrompt(self, command):
        return plain(await self.client.get_prompt(command["name"], command["arguments"]))

    async def setLevel(self, command):
        await self.client.session.set_logging_level(command["level"])
        return {}

    async def listen(self, _command):
        """What the revision without sessions has in place of a stream for notices."""
        if self.client.protocol_version < "2026-07-28":
            return {}
        acknowledged = asyncio.Event()

        async def heard():
            async with self.client.listen(tools_list_changed=True) as events:
                acknowledged.set()
                async for event in events:
                    self.notices.append({"method": type(event).__name__})

        self.listening = asyncio.create_task(heard())
        await acknowledged.wait()
        return {}

    async def heard(self, _command):
        return {"messages": self.messages, "notices": self.notices}

    async def callTool(self, command):
        async def progressed(progress, total, message):
            event = {"progress": progress, "total": total, "message": message}
            tell({"id": command["id"], "progress": event})

        timeout = command["options"].get("timeout")
        return plain(
            await self.client.call_tool(
                command["name"],
                command["arguments"],
                read_timeout_seconds=timeout and timeout / 1000,
                progress_callback=progressed,
            )
        )

    async def abort(self, command):
        self.calls[command["call"]].cancel()
        return {}

    async def obey(self, command):
        number = command["id"]
        try:
            tell({"id": number, "result": await getattr(self, command["do"])(command)})
        except asyncio.CancelledError:
            tell({"id": number, "error": {"code": 0, "message": "cancelled"}})
        except MCPError as error:
            tell({"id": number, "error": {"code": error.code, "message": error.message}})
        except Exception as error:
            tell({"id": number, "error": {"code": 0, "message": f"{type(error).__name__}: {error}"}})


async def main():
    driver = Driver()
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        command = json.loads(line)
        driver.calls[command["id"]] = asyncio.create_task(driver.obey(command))


asyncio.run(main())
