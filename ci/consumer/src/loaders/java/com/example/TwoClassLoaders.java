package com.example;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * An application server: runs the consumer in two class loaders at once, drops them, and runs it in a third. Arguments: a
 * folder for data, and the class path of the consumer.
 */
public final class TwoClassLoaders {
  private TwoClassLoaders() {}

  public static void main(String[] arguments) throws Exception {
    List<URL> jars = new ArrayList<>();
    for (String jar : arguments[1].split(":")) {
      jars.add(Path.of(jar).toUri().toURL());
    }
    List<WeakReference<ClassLoader>> dropped = runTwo(Path.of(arguments[0]), jars.toArray(URL[]::new));
    long until = System.nanoTime() + 10_000_000_000L;
    while (System.nanoTime() < until && dropped.stream().anyMatch(each -> each.get() != null)) {
      System.gc();
      Thread.sleep(50);
    }
    try (URLClassLoader again = loader(jars.toArray(URL[]::new))) {
      run(again, Path.of(arguments[0], "again"));
      long gone = dropped.stream().filter(each -> each.get() == null).count();
      System.out.println("in a third class loader, with " + gone + " of two unloaded");
    }
  }

  private static List<WeakReference<ClassLoader>> runTwo(Path data, URL[] jars) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (URLClassLoader one = loader(jars);
        URLClassLoader two = loader(jars)) {
      Future<?> first = threads.submit(() -> run(one, data.resolve("one")));
      Future<?> second = threads.submit(() -> run(two, data.resolve("two")));
      first.get();
      second.get();
      return List.of(new WeakReference<>(one), new WeakReference<>(two));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdown();
    }
  }

  private static URLClassLoader loader(URL[] jars) {
    return new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
  }

  private static Void run(ClassLoader loader, Path data) throws ReflectiveOperationException {
    loader
        .loadClass("com.example.Consumer")
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[] {data.toString()});
    return null;
  }
}
