package dev.ragged.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What the commands that measure share. */
final class EvalOptions {
  @Option(
      names = "--questions",
      paramLabel = "FILE",
      description = "A question a line (default: headings of the documents).")
  Path questions;

  @Option(
      names = "-k",
      paramLabel = "N",
      defaultValue = "3",
      description = "Hits a question (default: ${DEFAULT-VALUE}).")
  int k;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description =
          "Where vectors are kept for the next run, and indexes meanwhile (default: 'eval' in the"
              + " data directory).")
  Path work;

  @Option(
      names = "--charts",
      paramLabel = "DIR",
      description = "Also write bytes.svg, recomputed.svg and latency.svg there.")
  Path charts;
}
