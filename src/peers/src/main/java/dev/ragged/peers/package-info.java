/** Alternatives to ragged, prepared to be measured beside it. */
package dev.ragged.peers;
