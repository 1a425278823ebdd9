package dev.ragged.embed.torch;

/** What PyTorch says, which goes on for pages. */
final class Reasons {
  private static final String ERROR = "RuntimeError: ";
  private static final int MAX_LENGTH = 300;

  private Reasons() {}

  /** The line that says what is wrong, without a full stop. */
  static String of(Throwable error) {
    String message = error.getMessage();
    if (message == null || message.isBlank()) {
      return error.getClass().getSimpleName();
    }
    // A failure in a model's code ends with it; others begin with it, and go on with stack frames.
    String reason =
        message
            .lines()
            .filter(line -> line.startsWith(ERROR))
            .reduce((first, last) -> last)
            .map(line -> line.substring(ERROR.length()))
            .orElseGet(() -> message.lines().filter(line -> !line.isBlank()).findFirst().get())
            .strip()
            .replaceFirst("[.:]+$", "");
    return reason.length() > MAX_LENGTH ? reason.substring(0, MAX_LENGTH) + "…" : reason;
  }
}
