"""The official Python client: lists the tools, calls each, and reads a resource.

client.py stdio COMMAND... | http URL [TOKEN]     with DOCUMENTS, a folder that may be added
"""

import asyncio
import os
import sys

import httpx2
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

KIND, FIRST, *REST = sys.argv[1:]


def server():
    if KIND == "stdio":
        return StdioServerParameters(command=FIRST, args=REST, env=dict(os.environ))
    headers = {"Authorization": f"Bearer {REST[0]}"} if REST else {}
    return streamable_http_client(FIRST, http_client=httpx2.AsyncClient(headers=headers, timeout=60))


async def main():
    async with Client(server()) as client:
        tools = [tool.name for tool in (await client.list_tools()).tools]
        assert tools == ["search", "get", "list_collections", "status", "add"], tools

        async def call(name, arguments, **options):
            # The client itself checks the answer against the tool's schema.
            result = await client.call_tool(name, arguments, **options)
            assert not result.is_error, result
            assert result.content[0].type == "text", result
            return result

        told = []

        async def progress(done, total, message):
            told.append(done)

        paths = [os.environ["DOCUMENTS"]]
        added = await call("add", {"paths": paths, "collection": "python"}, progress_callback=progress)
        assert added.structured_content["files"] + added.structured_content["unchanged"] > 0, added
        assert told, "no progress was told"
        question = {"question": "how hot should the water be?", "collections": ["python"]}
        found = await call("search", question)
        hit = found.structured_content["hits"][0]
        assert "eighty degrees" in hit["text"], hit
        assert 1 <= hit["place"]["line"] <= hit["place"]["end_line"], hit
        name = hit["place"]["path"] + ":1-2"
        got = await call("get", {"collection": "python", "names": [name]})
        assert got.structured_content["passages"][0]["id"] == hit["id"], got
        listed = await call("list_collections", {})
        assert "python" in [one["name"] for one in listed.structured_content["collections"]], listed
        status = await call("status", {"collection": "python"})
        assert status.structured_content["sources"], status
        read = await client.read_resource(hit["uri"])
        assert "eighty degrees" in read.contents[0].text, read
        wrong = await client.call_tool("search", {"question": "x", "k": 0})
        assert wrong.is_error, wrong
    print(f"ok  Python client over {KIND}")


asyncio.run(main())
