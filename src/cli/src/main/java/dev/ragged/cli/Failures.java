package dev.ragged.cli;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one sentence on standard error and an exit status. */
final class Failures {
  private final RaggedCommand ragged;

  Failures(RaggedCommand ragged) {
    this.ragged = ragged;
  }

  /** A command threw. */
  int report(Throwable failure) {
    if (failure instanceof Output.ReaderGoneException) {
      return Main.DONE;
    }
    if (failure instanceof ParameterException e) {
      return reportUsage(e, new String[0]);
    }
    say(sentence(failure), failure);
    return Main.FAILED;
  }

  /** The arguments are wrong. */
  int reportUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String message =
        e instanceof UnmatchedArgumentException unmatched
            ? unmatched(unmatched)
            : firstLine(e.getMessage());
    String origin =
        e.getArgSpec() != null
                && command.getDefaultValueProvider() instanceof Settings settings
                && settings.origin(e.getArgSpec()).isPresent()
            ? " (set by " + settings.origin(e.getArgSpec()).get() + ")"
            : "";
    if (message.endsWith(".")) {
      message = message.substring(0, message.length() - 1);
    }
    say(message + origin + "; see '" + command.getCommandSpec().qualifiedName() + " --help'.", e);
    return Main.USAGE;
  }

  private void say(String sentence, Throwable failure) {
    ragged.terminal.err().println("ragged: " + Text.printable(sentence));
    if (ragged.wantsStackTrace()) {
      failure.printStackTrace(ragged.terminal.err());
    }
  }

  private static String sentence(Throwable failure) {
    if (failure instanceof RaggedException
        || failure instanceof IllegalArgumentException
        || failure instanceof IllegalStateException) {
      if (failure.getMessage() != null && !failure.getMessage().isBlank()) {
        return firstLine(failure.getMessage());
      }
    }
    if (failure instanceof UncheckedIOException e && e.getCause() != null) {
      return sentence(e.getCause());
    }
    if (failure instanceof NoSuchFileException e) {
      return "There is no file or folder " + e.getFile() + ".";
    }
    if (failure instanceof AccessDeniedException e) {
      return "This user may not read or write " + e.getFile() + "; change its permissions.";
    }
    if (failure instanceof FileSystemException e && e.getReason() != null) {
      return "Cannot use " + e.getFile() + ": " + e.getReason() + ".";
    }
    if (failure instanceof IOException && failure.getMessage() != null) {
      return "Reading or writing failed: " + firstLine(failure.getMessage()) + ".";
    }
    if (failure instanceof OutOfMemoryError) {
      return "The memory of "
          + Text.bytes(Runtime.getRuntime().maxMemory())
          + " is used up; allow more with RAGGED_JAVA_OPTS=-Xmx4g.";
    }
    return "An unexpected "
        + failure.getClass().getSimpleName()
        + (failure.getMessage() == null ? "" : " (" + firstLine(failure.getMessage()) + ")")
        + "; --verbose shows where it happened.";
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String argument = e.getUnmatched().get(0);
    boolean command =
        e.getCommandLine().getParent() == null && !e.isUnknownOption() && !argument.startsWith("-");
    String what =
        command
            ? "There is no command '" + argument + "'"
            : argument.startsWith("-")
                ? "There is no option '" + argument + "'"
                : "'" + argument + "' is one argument too many";
    return e.getSuggestions().isEmpty()
        ? what
        : what + "; did you mean '" + e.getSuggestions().get(0) + "'";
  }

  private static String firstLine(String message) {
    return message == null ? "" : message.strip().lines().findFirst().orElse("");
  }
}
