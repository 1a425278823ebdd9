package dev.ragged.faults;

import java.util.EnumSet;
import java.util.Set;

/** A kind of file operation, in the order of {@code enum op} in {@code shim.c}. */
enum Operation {
  OPEN,
  CREATE,
  READ,
  WRITE,
  RENAME,
  LINK,
  UNLINK,
  RMDIR,
  MKDIR,
  SYNC,
  TRUNCATE,
  MAP,
  LIST,
  STAT,
  CLOSE;

  /** Those that change something, and so are worth a kill. */
  static final Set<Operation> WRITING =
      EnumSet.of(CREATE, WRITE, RENAME, LINK, UNLINK, RMDIR, MKDIR, SYNC, TRUNCATE);

  static long mask(Set<Operation> operations) {
    return operations.stream().mapToLong(operation -> 1L << operation.ordinal()).sum();
  }
}
