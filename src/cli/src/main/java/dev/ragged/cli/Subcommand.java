package dev.ragged.cli;

import dev.ragged.RaggedException;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands need: the shared options, and a way to say that the arguments are wrong. */
abstract class Subcommand implements Callable<Integer> {
  /**
   * Set by {@link Main#commandLine}; picocli would only give it to commands right below the root.
   */
  RaggedCommand ragged;

  @Spec CommandSpec spec;

  ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Runs what only fails on wrong arguments, and reports its failure as such. */
  <T> T checked(Supplier<T> arguments) {
    try {
      return arguments.get();
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  /** A line of the answer. */
  void line(String text) {
    ragged.terminal.out().line(text);
  }

  /** A document of the answer. */
  void json(Object document) {
    ragged.terminal.out().line(Json.write(document));
  }

  /** A remark on standard error, unless it is to be quiet. */
  void note(String text) {
    if (!ragged.quiet) {
      ragged.terminal.err().println(Text.printable(text));
    }
  }

  private boolean failed;

  /** Reports one of several things that failed, so that the others can go on. */
  void unreadable(RaggedException failure) {
    failed = true;
    ragged.terminal.err().println("ragged: " + Text.printable(failure.getMessage()));
  }

  /** The exit status, given what was {@link #unreadable}. */
  int status() {
    return failed ? Main.FAILED : Main.DONE;
  }
}
