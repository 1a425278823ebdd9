package dev.ragged.ingest;

import java.nio.file.Path;

/**
 * Files that are not there any more, but may come back: a disk may not be mounted. Their passages
 * stay unless somebody who was asked says otherwise.
 *
 * @param path the source or the folder below it; null for files of no source
 * @param files how many files the collection holds that are not there
 * @param why what is odd, a sentence without a subject: "is missing."
 */
public record Guarded(Path path, int files, String why) {}
