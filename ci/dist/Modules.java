import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Prints the JDK's modules that the jars of a folder need, with commas between them, for jlink. jdeps finds what classes
 * name; to this come modules that only provide services.
 *
 * <p>Usage: java ci/dist/Modules.java FOLDER
 */
class Modules {
  /** TLS; encodings and languages of documents; what the JVM tells about itself; archives as file systems. */
  private static final List<String> SERVICES =
      List.of("jdk.charsets", "jdk.crypto.ec", "jdk.localedata", "jdk.management", "jdk.zipfs");

  public static void main(String[] arguments) throws Exception {
    ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
    TreeSet<String> modules = new TreeSet<>(SERVICES);
    List<Path> jars;
    try (Stream<Path> files = Files.walk(Path.of(arguments[0]))) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
    for (Path jar : jars) { // one by one: together, jars that name the same packages are refused
      ModuleDescriptor described = ModuleFinder.of(jar).findAll().iterator().next().descriptor();
      if (!described.isAutomatic()) { // of these, jdeps wants all that they require, too
        described.requires().forEach(required -> add(modules, required.name()));
        continue;
      }
      StringWriter found = new StringWriter();
      StringWriter errors = new StringWriter();
      int status =
          jdeps.run(
              new PrintWriter(found),
              new PrintWriter(errors),
              "--multi-release",
              "17",
              "--ignore-missing-deps",
              "--list-deps",
              jar.toString());
      if (status != 0) {
        System.err.println(jar + ": " + found + errors);
        System.exit(1);
      }
      for (String line : found.toString().split("\n")) {
        add(modules, line.strip().replaceFirst("/.*", ""));
      }
    }
    System.out.println(String.join(",", modules));
  }

  private static void add(TreeSet<String> modules, String name) {
    if (name.matches("(java|jdk)[.].*")) {
      modules.add(name);
    }
  }
}
