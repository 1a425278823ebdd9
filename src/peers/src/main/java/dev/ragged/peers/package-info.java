/** What users would take instead of ragged, made ready to be measured beside it. */
package dev.ragged.peers;
