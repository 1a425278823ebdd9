package dev.ragged.app.backup;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** The name of a backup is the time when it was made, so that names are in order. */
public final class BackupName {
  private static final Pattern NAME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d\\.\\d{3}Z");

  private BackupName() {}

  static boolean is(String name) {
    return NAME.matcher(name).matches();
  }

  static Instant time(String name) {
    try {
      return Instant.parse(name.substring(0, 11) + name.substring(11).replace('-', ':'));
    } catch (DateTimeParseException e) {
      return Instant.EPOCH; // a name that only looks like a time
    }
  }

  /** The name of a backup made at that time; no file system refuses it. */
  public static String of(Instant created) {
    return text(created).replace(':', '-');
  }

  /** A time with its milliseconds, even if they are none. */
  public static String text(Instant created) {
    String text = created.truncatedTo(ChronoUnit.MILLIS).toString();
    return text.length() == "2026-11-26T13:53:34Z".length()
        ? text.substring(0, text.length() - 1) + ".000Z"
        : text;
  }
}
