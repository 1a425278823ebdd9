package dev.ragged.faults;

import static dev.ragged.faults.Operation.CLOSE;
import static dev.ragged.faults.Operation.CREATE;
import static dev.ragged.faults.Operation.LINK;
import static dev.ragged.faults.Operation.LIST;
import static dev.ragged.faults.Operation.MAP;
import static dev.ragged.faults.Operation.MKDIR;
import static dev.ragged.faults.Operation.OPEN;
import static dev.ragged.faults.Operation.RENAME;
import static dev.ragged.faults.Operation.RMDIR;
import static dev.ragged.faults.Operation.STAT;
import static dev.ragged.faults.Operation.SYNC;
import static dev.ragged.faults.Operation.TRUNCATE;
import static dev.ragged.faults.Operation.UNLINK;
import static dev.ragged.faults.Operation.WRITE;

import java.util.EnumSet;
import java.util.Set;

/** An error of Linux, and the operations that may end with it. */
enum Errno {
  EIO(5, EnumSet.complementOf(EnumSet.of(MAP))),
  ENOSPC(28, EnumSet.of(CREATE, WRITE, RENAME, LINK, MKDIR, SYNC, CLOSE, TRUNCATE)),
  EDQUOT(122, EnumSet.of(CREATE, WRITE, RENAME, LINK, MKDIR, SYNC, CLOSE)),
  EACCES(13, EnumSet.of(OPEN, CREATE, RENAME, LINK, UNLINK, RMDIR, MKDIR, LIST, STAT)),
  EROFS(30, EnumSet.of(CREATE, RENAME, LINK, UNLINK, RMDIR, MKDIR)),
  EMFILE(24, EnumSet.of(OPEN, CREATE, LIST)),
  ENOMEM(12, EnumSet.of(MAP));

  final int number;
  final Set<Operation> operations;

  Errno(int number, Set<Operation> operations) {
    this.number = number;
    this.operations = operations;
  }
}
