package dev.ragged.faults.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A command, and what must be there before it. One class a command; whatever interrupts commands
 * tries all scenarios.
 *
 * <p>Every passage belongs to a source, or to itself if it has none. A command that is interrupted
 * may leave each collection as it was or as the finished command leaves it, or between: each source
 * whole as before or whole as after. The same holds for each file that it writes.
 */
public interface Scenario {

  /** The command's name, with a word for the variant: {@code add}, {@code add-more}. */
  String name();

  /**
   * Writes the files that the commands read.
   *
   * @param files an empty folder, outside the data directory
   */
  void files(Path files) throws IOException;

  /** The commands that make the state before, each the arguments of {@code ragged}. */
  List<List<String>> before(Place place);

  /** Changes the files between the commands before and the one under test. */
  default void change(Path files) throws IOException {}

  /** The command under test. */
  List<String> command(Place place);

  /** Further commands that must find nothing wrong in the end. */
  default List<List<String>> checks(Place place) {
    return List.of();
  }

  /**
   * Whether standard output says that the change is made, though the command fails in the end: it
   * also does something else.
   */
  default boolean reportsChange(String out) {
    return false;
  }

  /** Whether standard output is the result, so that success with another output is wrong. */
  default boolean answers() {
    return false;
  }
}
