package dev.ragged.cli.command;

import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.app.InvalidRequestException;
import dev.ragged.app.ListCollections;
import dev.ragged.app.Nearest;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.Output;
import dev.ragged.config.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one sentence on standard error and an exit status. */
public final class Failures {
  private final Session session;

  public Failures(Session session) {
    this.session = session;
  }

  /**
   * Something was thrown.
   *
   * @param command the command that ran, or the root; null if there is none yet
   * @return the exit status
   */
  public int report(Throwable failure, CommandLine command) {
    if (failure instanceof Output.ReaderGoneException) {
      return Subcommand.DONE;
    }
    if (failure instanceof ParameterException e) {
      return reportUsage(e, new String[0]);
    }
    if (failure instanceof InvalidRequestException || failure instanceof SettingsException) {
      if (command != null) {
        return reportUsage(new ParameterException(command, failure.getMessage(), failure), null);
      }
      say(failure.getMessage(), failure);
      return Subcommand.USAGE;
    }
    say(
        failure instanceof RaggedException known ? explain(session, known) : sentence(failure),
        failure);
    return Subcommand.FAILED;
  }

  /** The arguments are wrong; gives the exit status. */
  public int reportUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String message =
        e instanceof UnmatchedArgumentException unmatched
            ? unmatched(unmatched)
            : firstLine(e.getMessage());
    String origin =
        e.getArgSpec() != null
                && command.getDefaultValueProvider() instanceof SettingDefaults defaults
                && defaults.origin(e.getArgSpec()).isPresent()
            ? " (set by " + defaults.origin(e.getArgSpec()).get() + ")"
            : "";
    if (message.endsWith(".")) {
      message = message.substring(0, message.length() - 1);
    }
    String help = "; see '" + command.getCommandSpec().qualifiedName() + " --help'.";
    say(message + origin + (message.endsWith("?") ? "" : help), e);
    return Subcommand.USAGE;
  }

  /** What went wrong, with the collection that was probably meant if there is none of a name. */
  static String explain(Session session, RaggedException failure) {
    return failure instanceof NoSuchCollectionException missing
        ? suggestion(session, missing.name()).orElseGet(() -> sentence(failure))
        : sentence(failure);
  }

  private static Optional<String> suggestion(Session session, String name) {
    return Nearest.of(name, new ListCollections(session.stores()).readableNames())
        .map(near -> "There is no collection '" + name + "'; did you mean '" + near + "'?");
  }

  private void say(String sentence, Throwable failure) {
    session.terminal.remark("ragged: " + sentence);
    if (session.wantsStackTrace()) {
      failure.printStackTrace(session.terminal.err());
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
    if (failure instanceof ServiceConfigurationError) {
      return "A module on the class path cannot be loaded: "
          + firstLine(failure.getMessage())
          + ".";
    }
    if (failure instanceof OutOfMemoryError) {
      return "The memory of "
          + Display.bytes(Runtime.getRuntime().maxMemory())
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
    return meant(e, argument, command)
        .map(near -> what + "; did you mean '" + near + "'?")
        .orElse(what);
  }

  /** Nothing is like a single letter. */
  private static Optional<String> meant(
      UnmatchedArgumentException e, String argument, boolean command) {
    if (command) {
      return e.getSuggestions().stream().findFirst();
    }
    Set<String> options = e.getCommandLine().getCommandSpec().optionsMap().keySet();
    return argument.startsWith("--")
        ? Nearest.of(argument.replaceFirst("=.*", ""), options)
        : Optional.empty();
  }

  private static String firstLine(String message) {
    return message == null ? "" : message.strip().lines().findFirst().orElse("");
  }
}
