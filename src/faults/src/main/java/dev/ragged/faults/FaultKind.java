package dev.ragged.faults;

/** Makes one kind of fault in many ways and reports what became of each. */
interface FaultKind {

  /** Its name in the report and on the command line, for example {@code power-loss}. */
  String name();

  /** How many faults the whole suite tries. */
  int faults();

  /** How many the sample tries. */
  default int sample() {
    return Math.max(1, faults() / 50);
  }

  /** Tries about {@link Plan#faults()} faults. The same plan tries the same faults. */
  void run(Plan plan, Report report) throws Exception;
}
