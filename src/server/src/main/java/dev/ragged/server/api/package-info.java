/** What can be asked of the server under {@code /api/v1}, {@code /health} and {@code /metrics}. */
package dev.ragged.server.api;
