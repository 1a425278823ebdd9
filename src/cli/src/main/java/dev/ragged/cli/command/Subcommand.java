package dev.ragged.cli.command;

import dev.ragged.RaggedException;
import dev.ragged.app.Cancellation;
import dev.ragged.app.InvalidRequestException;
import dev.ragged.app.StoreRouter;
import dev.ragged.app.json.Json;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.Interrupts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands need: the session, and a way to say that the arguments are wrong. */
public abstract class Subcommand implements Callable<Integer> {
  /** Exit status: done. */
  public static final int DONE = 0;

  /** Exit status: failed. */
  public static final int FAILED = 1;

  /** Exit status: wrong usage. */
  public static final int USAGE = 2;

  /**
   * Set when the command line is made; picocli would give only the root's own commands a parent.
   */
  Session session;

  @Spec CommandSpec spec;

  private boolean failed;

  /** For the root, which makes the command line. */
  void use(Session session) {
    this.session = session;
  }

  StoreRouter stores() {
    return session.stores();
  }

  /** Whether to answer in JSON. */
  boolean isJson() {
    return session.options.json;
  }

  ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** {@code --limit} has another name in the library. */
  void checkLimit(int limit, int most) {
    if (limit < 1 || limit > most) {
      throw new ParameterException(
          spec.commandLine(),
          "--limit must be between 1 and " + most + ", got " + limit + ".",
          spec.findOption("--limit"),
          String.valueOf(limit));
    }
  }

  /** Runs what only fails on wrong arguments, and reports its failure as such. */
  <T> T checked(Supplier<T> arguments) {
    try {
      return arguments.get();
    } catch (IllegalArgumentException e) {
      throw e instanceof InvalidRequestException ? e : usage(e.getMessage());
    }
  }

  /** A line of the answer. */
  void line(String text) {
    session.terminal.out().line(text);
  }

  /** A sentence of the answer, broken between words where people read it. */
  void sentence(String text) {
    session.terminal.sentence(text);
  }

  /** A document of the answer. */
  void json(Object document) {
    session.terminal.out().line(Json.write(document));
  }

  /** A remark on standard error; {@code --quiet} suppresses it. */
  void note(String text) {
    if (!session.options.quiet) {
      session.terminal.out().flush();
      session.terminal.remark(text);
    }
  }

  /**
   * Lets signals stop this; the first is answered in words at once.
   *
   * @param progress what to remove from the terminal first
   * @param remark what to say if this does not stop in time
   */
  Interrupts stopOnSignal(Cancellation cancellation, Runnable progress, String remark) {
    return stopOnSignal(
        cancellation,
        progress,
        "Stopping; Ctrl-C again stops at once.",
        () -> {
          progress.run();
          note(remark);
        });
  }

  /**
   * The same with words for what is done and what is left.
   *
   * @param late gives the answer if this does not stop in time
   */
  Interrupts stopOnSignal(
      Cancellation cancellation, Runnable progress, String words, Runnable late) {
    return Interrupts.onSignal(
        session.terminal,
        () -> {
          cancellation.cancel();
          progress.run();
          note(words);
        },
        late);
  }

  /** Says what the user should know, though the command did what it was to do. */
  void warn(String sentence) {
    session.terminal.out().flush();
    session.terminal.remark("ragged: " + sentence);
  }

  /** Reports one of several things that failed, so that the others can go on. */
  void unreadable(RaggedException failure) {
    failed = true;
    warn(Failures.explain(session, failure));
  }

  /** The exit status, given what was {@link #unreadable}. */
  int status() {
    return failed ? FAILED : DONE;
  }

  /** Asks on the terminal; anything but a yes is a no. */
  boolean confirmed(String question) {
    session.terminal.err().print(Display.printable(question) + " [y/N] ");
    session.terminal.err().flush();
    StringBuilder answer = new StringBuilder();
    InputStream in = session.terminal.in();
    try {
      for (int c = in.read(); c >= 0 && c != '\n' && answer.length() < 10; c = in.read()) {
        answer.append((char) c);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String word = answer.toString().strip().toLowerCase(Locale.ROOT);
    return word.equals("y") || word.equals("yes");
  }
}
