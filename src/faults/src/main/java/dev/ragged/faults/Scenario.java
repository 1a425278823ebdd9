package dev.ragged.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A command that writes, and what must be there before it. One class a command; whatever interrupts
 * commands tries all scenarios.
 *
 * <p>Every passage belongs to a source, or to itself if it has none. A command that is interrupted
 * may leave each collection as it was or as the finished command leaves it, or between: each source
 * whole as before or whole as after.
 */
interface Scenario {

  /** The command's name, with a word for the variant: {@code add}, {@code add-more}. */
  String name();

  /**
   * Writes the files that the commands read.
   *
   * @param files an empty folder, outside the data directory
   */
  void files(Path files) throws IOException;

  /**
   * The commands that make the state before, each the arguments of {@code ragged}.
   *
   * @param files what {@link #files} filled
   */
  List<List<String>> before(Path files);

  /** The command under test. */
  List<String> command(Path files);
}
