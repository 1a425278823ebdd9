/**
 * HTTP as the endpoints see it: routes, JSON in and out, events, problems, and the guard that
 * refuses what no client of ours sends.
 */
package dev.ragged.server.http;
