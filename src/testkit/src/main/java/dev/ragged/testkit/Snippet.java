package dev.ragged.testkit;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Java in a document of the project, which a test compiles and runs, so that what it shows works.
 *
 * @param code as it stands there
 */
public record Snippet(String code) {

  /**
   * The first Java after a heading.
   *
   * @param document its path in the project, such as {@code README.md}
   * @param heading the whole line
   */
  public static Snippet of(String document, String heading) {
    try {
      String text = Files.readString(PythonPrograms.root().resolve(document));
      int section = text.indexOf("\n" + heading + "\n");
      int start = text.indexOf("```java\n", section);
      int end = text.indexOf("\n```", start);
      if (section < 0 || start < 0 || end < 0) {
        throw new IllegalStateException(document + " has no Java below '" + heading + "'.");
      }
      return new Snippet(text.substring(start + "```java\n".length(), end));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With other words in the place of some that must be there. */
  public Snippet with(String words, String others) {
    if (!code.contains(words)) {
      throw new IllegalStateException("The snippet has no '" + words + "'.");
    }
    return new Snippet(code.replace(words, others));
  }

  /** As the body of a class {@code snippet.Main} with a method {@code main}. */
  public Snippet inMain() {
    return new Snippet(
        "public class Main {\n  public static void main(String[] args) throws Exception {\n"
            + code.indent(4)
            + "  }\n}");
  }

  /**
   * Compiles the code with the test's own class path.
   *
   * @param folder where to
   * @param name of the class, in the package {@code snippet}
   * @param imports what it needs
   * @throws IllegalStateException if it does not compile, with what the compiler says
   */
  public Class<?> compile(Path folder, String name, List<String> imports) {
    String source =
        "package snippet;\n"
            + imports.stream().map(one -> "import " + one + ";\n").collect(Collectors.joining())
            + code;
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Path file = folder.resolve(name + ".java");
      Files.writeString(file, source);
      List<String> options =
          List.of(
              "-proc:none",
              "-parameters",
              "-cp",
              System.getProperty("java.class.path"),
              "-d",
              folder.toString());
      if (!compiler
          .getTask(said, files, null, options, null, files.getJavaFileObjects(file))
          .call()) {
        throw new IllegalStateException("It does not compile:\n" + source + "\n" + said);
      }
      URL[] path = {folder.toUri().toURL()};
      // Left open: the class may load others of its own later.
      return new URLClassLoader(path, Snippet.class.getClassLoader()).loadClass("snippet." + name);
    } catch (MalformedURLException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
