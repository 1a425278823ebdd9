package dev.ragged;

/**
 * How much there is to store, from which a backend foretells what it would take on disk.
 *
 * @param passages how many
 * @param dimension values a vector
 * @param exactVectors passages whose vector is to be kept as it is, since no text gives it again
 * @param textBytes UTF-8 bytes of all texts
 * @param metadataValues entries of metadata, items of a list counted each
 * @param metadataBytes UTF-8 bytes of ids, keys and values, 8 a number
 */
public record ContentSize(
    long passages,
    int dimension,
    long exactVectors,
    long textBytes,
    long metadataValues,
    long metadataBytes) {}
