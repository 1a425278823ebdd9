/** The JSON of requests and reports, the same for the command line and for servers. */
package dev.ragged.app.json;
