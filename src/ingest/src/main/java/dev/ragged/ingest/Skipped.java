package dev.ragged.ingest;

import java.util.Objects;

/**
 * A file or folder that was not indexed.
 *
 * @param reason the kind of reason, for programs
 * @param why one sentence without a subject, for people: "is empty."
 */
public record Skipped(String path, Reason reason, String why) {
  public Skipped {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(why, "why");
  }

  /** Why something was not indexed. */
  public enum Reason {
    /** It was named twice, or is in a folder that was also named. */
    ADDED_ALREADY,
    /** A link met inside a folder; links are not followed. */
    LINK,
    /** Neither a file nor a folder: a device, a pipe, a socket. */
    NO_REGULAR_FILE,
    /** A folder of packages or of build output. */
    BUILD_OUTPUT,
    /** An ignore file names it. */
    IGNORED,
    /** Lists the versions of packages. */
    LOCK_FILE,
    /** Code that a program wrote or minified, or a map of such code. */
    GENERATED,
    /** Hardly anything but numbers. */
    NUMBERS,
    /** Hardly anything but bytes encoded as text. */
    ENCODED,
    /** A name that cannot identify a passage. */
    UNUSABLE_NAME,
    /** A picture of text, perhaps, which no program here reads. */
    NEEDS_OCR,
    /** Larger than the limit for one file, packed or unpacked. */
    TOO_LARGE,
    /** No bytes, or no text in them. */
    NO_TEXT,
    /** Not text in any encoding, and no kind of file whose text can be extracted. */
    BINARY,
    /** Perhaps text, but in no known encoding. */
    UNKNOWN_ENCODING,
    /** Begins with the mark of an encoding that the rest is not in. */
    BROKEN_ENCODING,
    /** A container of other files. */
    ARCHIVE,
    /** Needs a password. */
    ENCRYPTED,
    /** Cannot be read now: it is gone, permissions are missing, or the disk fails. */
    UNREADABLE,
    /** Its parser failed or took too long. */
    UNPARSABLE,
    /** Needs more memory than it may have. */
    NEEDS_MEMORY;

    /**
     * Whether the file may have text after all. What the collection holds of it then stays, as it
     * may still be right.
     */
    public boolean isPassing() {
      return this == UNUSABLE_NAME
          || this == UNREADABLE
          || this == UNPARSABLE
          || this == NEEDS_MEMORY;
    }

    /** Whether the same file may become usable without being written anew. */
    boolean mayChange() {
      return this == UNREADABLE || this == NEEDS_MEMORY;
    }
  }
}
