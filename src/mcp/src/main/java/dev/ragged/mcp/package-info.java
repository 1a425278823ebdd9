/**
 * Collections for agents, by the Model Context Protocol. {@link dev.ragged.mcp.McpTools} is what is
 * offered, over any number of transports: {@link dev.ragged.mcp.McpStdio} serves one client over
 * standard streams, {@link dev.ragged.mcp.McpServlet} many over HTTP.
 */
package dev.ragged.mcp;
