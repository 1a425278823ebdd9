/**
 * The Chroma backend: {@link dev.ragged.chroma.ChromaVectorStore} over a thin client of the
 * server's HTTP API (v2), and {@link dev.ragged.chroma.ChromaServer}, a server of our own on
 * loopback.
 */
package dev.ragged.chroma;
