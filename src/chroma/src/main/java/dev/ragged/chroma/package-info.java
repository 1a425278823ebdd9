/**
 * The Chroma backend: {@link dev.ragged.chroma.ChromaVectorStore} on a thin client of the server's
 * HTTP API (v2), and {@link dev.ragged.chroma.ChromaServer}, which runs a server on loopback.
 */
package dev.ragged.chroma;
