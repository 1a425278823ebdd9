package dev.ragged.cli.terminal;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets a command end in good order on Ctrl-C or TERM: the first signal asks it to stop, the second
 * ends the process at once, which is safe too, because a commit is all or nothing.
 *
 * <p>A shutdown hook would not do: the JVM runs all hooks at the same time, and the embedding
 * runtime's own hook frees the model while the last batch still uses it. {@code sun.misc.Signal} is
 * reached by reflection because it has no supported name; where it is missing, a signal simply ends
 * the process.
 */
public final class Interrupts implements AutoCloseable {
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  private final Map<Object, Object> previous = new HashMap<>();
  private volatile int signalled;

  private Interrupts() {}

  /** Runs {@code stop} at the first signal, on a thread of its own, until closed. */
  public static Interrupts onSignal(Runnable stop) {
    Interrupts interrupts = new Interrupts();
    for (String name : SIGNALS) {
      try {
        Class<?> signalClass = Class.forName("sun.misc.Signal");
        Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
        Object signal = signalClass.getConstructor(String.class).newInstance(name);
        Object systemDefault = handlerClass.getField("SIG_DFL").get(null);
        int number = (Integer) signalClass.getMethod("getNumber").invoke(signal);
        Object handler =
            Proxy.newProxyInstance(
                Interrupts.class.getClassLoader(),
                new Class<?>[] {handlerClass},
                (proxy, method, arguments) -> {
                  switch (method.getName()) {
                    case "handle" -> {
                      interrupts.signalled = number;
                      handle(signal, systemDefault);
                      stop.run();
                      return null;
                    }
                    case "equals" -> {
                      return proxy == arguments[0];
                    }
                    case "hashCode" -> {
                      return System.identityHashCode(proxy);
                    }
                    default -> {
                      return "ragged's handler";
                    }
                  }
                });
        interrupts.previous.put(signal, handle(signal, handler));
      } catch (ReflectiveOperationException | RuntimeException e) {
        // Without a handler the process ends at the first signal, as it would at the second.
        continue;
      }
    }
    return interrupts;
  }

  /** The exit status for a command that a signal stopped, as shells number it; 0 if none came. */
  public int exitStatus() {
    return signalled == 0 ? 0 : 128 + signalled;
  }

  @Override
  public void close() {
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
