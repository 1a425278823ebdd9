package dev.ragged.cli.terminal;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets a command end in good order on Ctrl-C or TERM: the first signal asks it to stop. One that
 * has not answered {@value #GRACE_MILLIS} ms later, because it is inside a model, a merge or a
 * library that cannot be asked, is answered for, and its process ends. The second signal ends the
 * process at once. Both are safe, because a commit is all or nothing.
 *
 * <p>A shutdown hook would not do: the JVM runs all hooks at the same time, and the embedding
 * runtime's own hook frees the model while the last batch still uses it. {@code sun.misc.Signal} is
 * reached by reflection because it has no supported name; where it is missing, a signal simply ends
 * the process.
 */
public final class Interrupts implements AutoCloseable {
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  /** How long a command may take to stop in good order. */
  private static final int GRACE_MILLIS = 1_200;

  private enum Answer {
    /** Nobody has begun to print it. */
    OPEN,
    /** It is being printed. */
    BEGUN,
    /** It is printed. */
    GIVEN
  }

  private final Terminal terminal;
  private final Runnable stop;
  private final Runnable late;
  private final Map<Object, Object> previous = new HashMap<>();
  private volatile int signalled;
  private Answer answer = Answer.OPEN;

  private Interrupts(Terminal terminal, Runnable stop, Runnable late) {
    this.terminal = terminal;
    this.stop = stop;
    this.late = late;
  }

  /**
   * Listens to signals until closed.
   *
   * @param terminal of the command, flushed before its process is ended
   * @param stop asks the command to stop
   * @param late prints its answer if it does not stop in time, with what is certain by then
   */
  public static Interrupts onSignal(Terminal terminal, Runnable stop, Runnable late) {
    Interrupts interrupts = new Interrupts(terminal, stop, late);
    for (String name : SIGNALS) {
      try {
        interrupts.listen(name);
      } catch (ReflectiveOperationException | RuntimeException e) {
        // Without a handler the process ends at the first signal, as it would at the second.
        continue;
      }
    }
    return interrupts;
  }

  /**
   * Listens until closed, for work that is stopped without ending its process: a signal only runs
   * {@code stop}, and the next one ends the process.
   */
  public static Interrupts onSignal(Terminal terminal, Runnable stop) {
    return onSignal(terminal, stop, null);
  }

  private void listen(String name) throws ReflectiveOperationException {
    Class<?> signalClass = Class.forName("sun.misc.Signal");
    Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
    Object signal = signalClass.getConstructor(String.class).newInstance(name);
    Object systemDefault = handlerClass.getField("SIG_DFL").get(null);
    int number = (Integer) signalClass.getMethod("getNumber").invoke(signal);
    Object handler =
        Proxy.newProxyInstance(
            Interrupts.class.getClassLoader(),
            new Class<?>[] {handlerClass},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "handle" -> {
                    handle(signal, systemDefault);
                    signalled(number);
                    yield null;
                  }
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> System.identityHashCode(proxy);
                  default -> "ragged's handler";
                });
    previous.put(signal, handle(signal, handler));
  }

  private void signalled(int number) {
    signalled = number;
    if (late == null) {
      stop.run();
      return;
    }
    // First, so that nothing that stopping waits for delays the end.
    Thread last = new Thread(this::endInTime, "ragged-interrupt");
    last.setDaemon(true);
    last.start();
    stop.run();
  }

  private void endInTime() {
    try {
      Thread.sleep(GRACE_MILLIS);
      if (begin()) {
        late.run();
      } else {
        awaitAnswer();
      }
      terminal.out().flush();
      terminal.err().flush();
    } catch (InterruptedException | RuntimeException e) {
      // Nothing more can be said.
    } finally {
      // Not exit, which would wait for the model that could not be stopped.
      Runtime.getRuntime().halt(exitStatus());
    }
  }

  /** Whether the caller is the one to print the answer. */
  private synchronized boolean begin() {
    if (answer != Answer.OPEN) {
      return false;
    }
    answer = Answer.BEGUN;
    return true;
  }

  private synchronized void awaitAnswer() throws InterruptedException {
    while (answer != Answer.GIVEN) {
      wait();
    }
  }

  /** To be called before a command prints its answer; does not return if that came too late. */
  public void beginAnswer() {
    while (!begin()) {
      try {
        // The process is about to end.
        Thread.sleep(GRACE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** The exit status for a command that a signal stopped, as shells number it; 0 if none came. */
  public int exitStatus() {
    return signalled == 0 ? 0 : 128 + signalled;
  }

  @Override
  public void close() {
    synchronized (this) {
      answer = Answer.GIVEN;
      notifyAll();
    }
    List<Object> signals = new ArrayList<>(previous.keySet());
    for (Object signal : signals) {
      try {
        handle(signal, previous.remove(signal));
      } catch (ReflectiveOperationException | RuntimeException e) {
        // The process is about to end; the handler that stays behind only asks a done job to stop.
        continue;
      }
    }
  }

  private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
    return signal
        .getClass()
        .getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"))
        .invoke(null, signal, handler);
  }
}
