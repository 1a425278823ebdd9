// The official TypeScript client: lists the tools, calls each, and reads a resource.
// Usage: node client.mjs stdio COMMAND... | http URL [TOKEN]     with DOCUMENTS, a folder that may be added
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import assert from 'node:assert/strict';

const [kind, first, ...rest] = process.argv.slice(2);
const transport =
  kind === 'stdio'
    ? new StdioClientTransport({ command: first, args: rest, env: process.env })
    : new StreamableHTTPClientTransport(new URL(first), {
        requestInit: { headers: rest.length ? { Authorization: `Bearer ${rest[0]}` } : {} },
      });
const client = new Client({ name: 'ragged-ci', version: '1' });
await client.connect(transport);

async function call(name, args, options) {
  // The client itself checks the answer against the tool's schema.
  const result = await client.callTool({ name, arguments: args }, undefined, options);
  assert.equal(result.isError ?? false, false, JSON.stringify(result));
  assert.equal(result.content[0].type, 'text');
  return result;
}

const { tools } = await client.listTools();
assert.deepEqual(
  tools.map((tool) => tool.name),
  ['search', 'get', 'list_collections', 'status', 'add'],
);
let told = 0;
const added = await call(
  'add',
  { paths: [process.env.DOCUMENTS], collection: 'typescript' },
  { onprogress: () => told++ },
);
assert.ok(added.structuredContent.files + added.structuredContent.unchanged > 0);
assert.ok(told > 0, 'no progress was told');
const found = await call('search', { question: 'how hot should the water be?', collections: ['typescript'] });
const hit = found.structuredContent.hits[0];
assert.match(hit.text, /eighty degrees/);
assert.ok(hit.place.line >= 1 && hit.place.end_line >= hit.place.line);
const got = await call('get', { collection: 'typescript', names: [`${hit.place.path}:1-2`] });
assert.equal(got.structuredContent.passages[0].id, hit.id);
const listed = await call('list_collections', {});
assert.ok(listed.structuredContent.collections.some((one) => one.name === 'typescript'));
const status = await call('status', { collection: 'typescript' });
assert.ok(status.structuredContent.sources.length > 0);
const link = found.content.find((one) => one.type === 'resource_link');
const read = await client.readResource({ uri: link.uri });
assert.match(read.contents[0].text, /eighty degrees/);
const completed = await client.complete({
  ref: { type: 'ref/resource', uri: 'ragged://{collection}/passage/{id}' },
  argument: { name: 'collection', value: 'types' },
});
assert.deepEqual(completed.completion.values, ['typescript']);
const wrong = await client.callTool({ name: 'search', arguments: { question: 'x', k: 0 } });
assert.equal(wrong.isError, true);
await client.close();
console.log(`ok  TypeScript client over ${kind}`);
