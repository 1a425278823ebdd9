package dev.ragged;

/**
 * How much there is to store; a backend estimates from it the space it would take on disk.
 *
 * @param passages number of passages
 * @param dimension number of values per vector
 * @param exactVectors passages whose vector must be stored as it is, because no text yields it
 * @param textBytes UTF-8 bytes of all texts together
 * @param metadataValues number of metadata values, counting each item of a list
 * @param metadataBytes UTF-8 bytes of ids, keys and values, with 8 bytes per number
 */
public record ContentSize(
    long passages,
    int dimension,
    long exactVectors,
    long textBytes,
    long metadataValues,
    long metadataBytes) {}
