package dev.ragged.app.watch;

import java.time.Duration;

/**
 * How soon a watch does what.
 *
 * @param quiet how long a file must not have changed before it is read; from 2 s on, the registry
 *     believes the time of such a file, and the next update need not read it again
 * @param longestWait after which changes are taken up though files still change, such as a log
 * @param look between two looks at whether sources and registries are still what they were
 * @param rescan between two scans of a source whose changes no events tell of; longer where a scan
 *     takes long, so that at most a twentieth of the time is spent on it
 * @param safety between two scans of a source whose changes events tell of
 * @param firstRetry after a failure; each further one in a row doubles it
 * @param longestRetry the most that a retry is put off
 */
record Pace(
    Duration quiet,
    Duration longestWait,
    Duration look,
    Duration rescan,
    Duration safety,
    Duration firstRetry,
    Duration longestRetry) {
  static final Pace DEFAULT =
      new Pace(
          Duration.ofSeconds(2),
          Duration.ofSeconds(60),
          Duration.ofSeconds(3),
          Duration.ofSeconds(30),
          Duration.ofMinutes(10),
          Duration.ofSeconds(5),
          Duration.ofMinutes(5));

  /** How long to put off the next try after so many failures in a row, at least one. */
  Duration retry(int failures) {
    Duration doubled = firstRetry.multipliedBy(1L << Math.min(failures - 1, 20));
    return doubled.compareTo(longestRetry) < 0 ? doubled : longestRetry;
  }

  /** How long to wait between two scans, by how long the last one took. */
  static Duration between(Duration usual, Duration scan) {
    Duration affordable = scan.multipliedBy(20);
    return affordable.compareTo(usual) > 0 ? affordable : usual;
  }
}
