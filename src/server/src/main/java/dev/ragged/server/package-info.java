/**
 * One warm process for the browser, for agents and for scripts: HTTP over {@code dev.ragged.app},
 * by Jetty. {@link dev.ragged.server.RaggedServer} is where to begin.
 */
package dev.ragged.server;
